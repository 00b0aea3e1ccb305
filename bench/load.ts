import { connect, type Socket } from 'node:net';

// A client that costs as little as it can, so that what is measured is the server. It speaks to this machine only, and only as much HTTP as
// our server does: every answer names its length.

export interface Load {
  port: number;
  path: string;
  headers?: Record<string, string>;
  connections: number;
  /** It ends after so many milliseconds or so many answers, whichever comes first. */
  milliseconds: number;
  answers: number;
}

export interface Served {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Of one answer's body, as it came over the line. */
  bytes: number;
}

/** Each connection asks again as soon as it is answered. Throws where an answer is not 200. */
export async function load({ port, path, headers = {}, connections, milliseconds, answers }: Load): Promise<Served> {
  const request = Buffer.from(
    [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join(
      '\r\n',
    ),
  );
  const times: number[] = [];
  let bytes = 0;
  let asked = 0;
  const begun = performance.now();
  const until = begun + milliseconds;
  const one = async () => {
    const line = await openLine(port);
    try {
      while (asked < answers && performance.now() < until) {
        asked += 1;
        const at = performance.now();
        const answer = await line.ask(request);
        times.push(performance.now() - at);
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
        bytes = answer.bytes;
      }
    } finally {
      line.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p50: percentile(times, 50), p95: percentile(times, 95), bytes };
}

export const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;

export const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    50,
  );

interface Answer {
  status: number;
  bytes: number;
}

async function openLine(port: number): Promise<{ ask(request: Buffer): Promise<Answer>; close(): void }> {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let waiting: { resolve(answer: Answer): void; reject(fault: Error): void } | undefined;
  let head = '';
  let answer: Answer | undefined;
  let left = 0;
  const fail = (fault: Error) => waiting?.reject(fault);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  socket.on('data', (chunk: Buffer) => {
    let body = chunk.length;
    if (!answer) {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      body = head.length - end - 4;
      const length = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1];
      if (length === undefined) return fail(new Error(`an answer without a length: ${head.slice(0, end)}`));
      answer = { status: Number(head.slice(9, 12)), bytes: Number(length) };
      left = answer.bytes;
    }
    left -= body;
    if (left > 0) return;
    const whole = answer;
    answer = undefined;
    head = '';
    waiting?.resolve(whole);
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
}
