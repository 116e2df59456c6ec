# SPDX-License-Identifier: GPL-3.0-or-later
"""A system bus with somebody on it who knows of the battery."""
from gi.repository import GLib

from .system import System


class UPower(System):
    def __init__(self):
        super().__init__('org.freedesktop.UPower', '/org/freedesktop/UPower',
                         {'OnBattery': GLib.Variant('b', False)})

    def set_on_battery(self, on_battery):
        """The plug is pulled, or put in."""
        self.change(OnBattery=GLib.Variant('b', on_battery))
