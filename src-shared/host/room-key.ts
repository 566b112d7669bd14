/** What a room proves itself by in TLS (W14): its private key (PKCS #8) and a certificate for it, both DER. */
export type RoomKey = { privateKey: Uint8Array; certificate: Uint8Array };
