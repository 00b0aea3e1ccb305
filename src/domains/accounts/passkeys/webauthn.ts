/** Heavy (30 MB), and wanted only by those who use a passkey: loaded when the first of them comes. */
export const webauthn = () => import('@simplewebauthn/server');
