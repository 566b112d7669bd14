/**
 * Another name for this computer in the Host header would be somebody's DNS (DNS rebinding), and `localhost` may be
 * `::1`, where the same port is somebody else's.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}`;
}

/** Pages of other ports are of the same site: their origin tells them. */
export function isOwnOrigin(origin: string | undefined, port: number): boolean {
  return origin === `http://127.0.0.1:${port}`;
}
