import type { Session } from 'electron';

/**
 * The page is granted nothing: no device, no clipboard, no notification, no place, no screen. Printers
 * are driven by the printer process, never by the page. Downloads and the user's own Windows
 * credentials are refused as well.
 */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false });
  });
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null);
  });
  // Every class of USB device that the platform protects stays protected.
  session.setUSBProtectedClassesHandler((details) => details.protectedClasses);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.allowNTLMCredentialsForDomains('');
  session.setSpellCheckerEnabled(false);
}
