# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Python tests share: TAP, a world of their own, the service, a lying web server."""
