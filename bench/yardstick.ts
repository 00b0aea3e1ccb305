import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { deliver, textOf } from '../src/platform/http/deliver.ts';
import type { PageEnv } from '../src/platform/http/visit.ts';

// The bare page that ours is held against: Hono on the same Node, answering the very text of our page, which it has ready, through the same
// compression. What our page takes beyond it is finding out who reads, asking the database and making the text. Runs as a process of its own.

const app = new Hono<PageEnv>();
app.use(deliver);
let page = '';
app.get('/', (c) => {
  const answer = c.html(page) as Response;
  textOf.set(answer, page);
  return answer;
});
process.on('message', (text: string) => {
  page = text;
  process.send?.({ ready: true });
});
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.({ port }));
process.on('disconnect', () => server.close(() => process.exit(0)));
