import { fakeIgd, fakePmp } from './fake-router.ts';

/** `pmp` or `upnp` at an address, at the usual ports, until it is ended; says what it has open. */
const [kind, address = ''] = process.argv.slice(2);
const atEnd = () => undefined;
const made =
  kind === 'pmp'
    ? (await fakePmp({ address, port: 5351, atEnd })).made
    : (await fakeIgd({ address, port: 1900, group: '239.255.255.250', atEnd })).made;
let before = '[]';
setInterval(() => {
  const now = JSON.stringify([...made]);
  if (now !== before) process.stdout.write(`${now}\n`);
  before = now;
}, 20);
