import { isIPv6 } from 'node:net';
import type { PageContext } from '../http/visit.ts';

/** The network from which a request came, for counting. Behind a proxy it is the one whose address the proxy itself added. */
export const clientOf = (c: PageContext): string => {
  const forwarded = c.get('services').behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const bindings = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return networkOf(forwarded || bindings?.incoming?.socket?.remoteAddress || 'local');
};

/** A household has a whole /64 of IPv6 and could come from another address each time: the first half of the address counts. */
export const networkOf = (address: string): string => {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/%.*$/, '');
  if (!isIPv6(bare)) return address;
  const mapped = /^(?:0*:)*:?(?:0*:)*ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  if (mapped?.[1]) return mapped[1];
  // The address in its canonical form, which writes an IPv4 at its end as two groups.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  return `${[...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)].slice(0, 4).join(':')}::/64`;
};
