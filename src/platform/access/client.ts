import type { PageContext } from '../http/visit.ts';

/** The network address from which a request came, for counting. Behind a proxy it is the one that the proxy itself added. */
export const clientOf = (c: PageContext): string => {
  const forwarded = c.get('services').behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const bindings = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return forwarded || bindings?.incoming?.socket?.remoteAddress || 'local';
};
