# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates for one test, made by openssl: an authority, and whoever it vouches for."""
import os
import shutil
import ssl
import subprocess

from .tap import Skip


class Authority:
    def __init__(self, folder, name='authority'):
        if shutil.which('openssl') is None:
            raise Skip('the program openssl is not here')
        self.folder = folder
        self.path = os.path.join(folder, f'{name}.pem')
        self._key = os.path.join(folder, f'{name}.key')
        self._run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                  '-nodes', '-subj', f'/CN={name}', '-days', '30', '-keyout', self._key,
                  '-out', self.path)

    @staticmethod
    def _run(*arguments):
        subprocess.run(['openssl', *arguments], check=True, capture_output=True)

    def issue(self, name, host='DNS:localhost,IP:127.0.0.1', days=30, usage='serverAuth'):
        """A file with a certificate and its key, for its owner alone. Days below 0: expired."""
        path, key, request, extensions = (os.path.join(self.folder, f'{name}.{end}')
                                          for end in ('pem', 'key', 'csr', 'ext'))
        with open(extensions, 'w', encoding='utf-8') as file:
            file.write(f'subjectAltName={host}\nextendedKeyUsage={usage}\n')
        self._run('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                  '-nodes', '-subj', f'/CN={name}', '-keyout', key, '-out', request)
        self._run('x509', '-req', '-in', request, '-CA', self.path, '-CAkey', self._key,
                  '-CAcreateserial', '-days', str(days), '-extfile', extensions, '-out', path)
        with open(key, encoding='utf-8') as source, open(path, 'a', encoding='utf-8') as file:
            file.write(source.read())
        os.chmod(path, 0o600)
        return path


def context(path, asks=None):
    """For a server with that certificate; asks: an authority that must vouch for its clients."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path)
    if asks is not None:
        made.verify_mode = ssl.CERT_REQUIRED
        made.load_verify_locations(asks.path)
    return made
