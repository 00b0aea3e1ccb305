import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { challengeOf } from './commands.ts';

// A device for passkeys made of nothing but numbers. Only tests use it; journeys drive the one of the browser.

export interface SoftDevice {
  /** What the form carries after adding a passkey; `counter` is how often the device says it was used. */
  make(ceremony: string, site: string): string;
  use(ceremony: string, site: string, counter?: number, flags?: number): string;
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();
const present = 0b0000_0001;
const verified = 0b0000_0100;
const withKey = 0b0100_0000;

export const softDevice = (): SoftDevice => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let uses = 0;
  const authData = (site: string, flags: number, counter: number, more: Uint8Array = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(new URL(site).hostname), Buffer.from([flags]), count, more]);
  };
  const clientData = (type: string, ceremony: string, site: string) =>
    Buffer.from(
      JSON.stringify({
        type: `webauthn.${type}`,
        challenge: Buffer.from(challengeOf(ceremony)).toString('base64url'),
        origin: new URL(site).origin,
        crossOrigin: false,
      }),
    );
  const written = (answer: Record<string, Buffer>, client: Buffer) =>
    JSON.stringify({
      id: id.toString('base64url'),
      clientDataJSON: client.toString('base64url'),
      ...Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, value.toString('base64url')])),
    });
  return {
    make(ceremony, site) {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const [from, to] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
      const key = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), from, Buffer.from('225820', 'hex'), to]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = authData(site, present | verified | withKey, 0, Buffer.concat([Buffer.alloc(16), length, id, key]));
      const head = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex');
      const attestationObject = Buffer.concat([head, Buffer.from([data.length]), data]);
      return written({ attestationObject }, clientData('create', ceremony, site));
    },
    use(ceremony, site, counter = ++uses, flags = present | verified) {
      const client = clientData('get', ceremony, site);
      const authenticatorData = authData(site, flags, counter);
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), privateKey);
      return written({ authenticatorData, signature }, client);
    },
  };
};
