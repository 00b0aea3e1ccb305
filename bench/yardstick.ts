import { serve } from '@hono/node-server';
import { Hono } from 'hono';

// The bare page that ours is held against: Hono on the same Node, answering a constant of as many bytes. Runs as a process of its own.

const app = new Hono();
const pages = new Map<number, string>();
app.get('/:bytes', (c) => {
  const bytes = Math.min(Number(c.req.param('bytes')) || 0, 10_000_000);
  const page = pages.get(bytes) ?? 'x'.repeat(bytes);
  pages.set(bytes, page);
  return c.html(page);
});
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.({ port }));
process.on('disconnect', () => server.close(() => process.exit(0)));
