# SPDX-License-Identifier: GPL-3.0-or-later
"""A system bus with somebody on it who knows of the network."""
import os

from gi.repository import GLib

from .system import System

# NMConnectivityState and NMState of NetworkManager.
NO_CONNECTIVITY, FULL_CONNECTIVITY = 1, 4
DISCONNECTED, CONNECTED = 20, 70
NOT_METERED = 2


class Network(System):
    """GIO asks it, in every service that starts from now on."""

    def __init__(self):
        os.environ['GIO_USE_NETWORK_MONITOR'] = 'networkmanager'
        super().__init__('org.freedesktop.NetworkManager', '/org/freedesktop/NetworkManager', {
            'Connectivity': GLib.Variant('u', FULL_CONNECTIVITY),
            'State': GLib.Variant('u', CONNECTED),
            'Metered': GLib.Variant('u', NOT_METERED)})

    def set_online(self, online):
        """The cable is pulled, or put in."""
        self.change(
            Connectivity=GLib.Variant('u', FULL_CONNECTIVITY if online else NO_CONNECTIVITY),
            State=GLib.Variant('u', CONNECTED if online else DISCONNECTED))

    def change(self, **properties):
        """GLib hears the signal that NetworkManager had before there was one for everybody."""
        super().change(**properties)
        self.emit('PropertiesChanged', '(a{sv})', properties)
