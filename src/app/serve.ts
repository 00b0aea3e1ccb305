import { serve as listen } from '@hono/node-server';
import { makeFirstLink } from '../domains/accounts/index.ts';
import { deliverNews } from '../platform/audit/news.ts';
import { type Config, unusable } from '../platform/config/config.ts';
import { resumeImports, stopImports } from '../platform/imports/domain.ts';
import { enqueue } from '../platform/jobs/enqueue.ts';
import { startJobs } from '../platform/jobs/run.ts';
import type { Log } from '../platform/log/log.ts';
import { sendWaiting } from '../platform/mail/send.ts';
import { openTransport } from '../platform/mail/transport.ts';
import { domains, jobs } from './domains.ts';
import { openProgram } from './program.ts';
import { loadSample } from './sample.ts';
import { resumeSamples, stopSamples } from './sample-loading.ts';
import { makeWeb } from './web.ts';

/** Serves until it is asked to stop; then finishes the requests and jobs that it began. */
export const serve = async (config: Config, log: Log, { sample }: { sample?: string | undefined } = {}): Promise<void> => {
  const program = await openProgram(config, log);
  const { services } = program;
  const web = makeWeb(services);
  const server = listen({ fetch: web.fetch, hostname: config.host, port: config.port });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', async (fault: NodeJS.ErrnoException) => {
      await program.close();
      reject(
        fault.code === 'EADDRINUSE'
          ? new Error(`Another program listens on ${config.host}:${config.port}. Choose another one with PORT=3001.`)
          : fault.code === 'EACCES'
            ? unusable('PORT', `is ${config.port}, on which this program may not listen`)
            : unusable('HOST', `is ${config.host}, which is no address of this machine (${fault.code})`),
      );
    });
  });
  console.log(`Plenary answers on ${config.baseUrl}`);
  if (sample) {
    await loadSample(services, sample);
    console.log(`The sample ${sample} is loaded.`);
  }
  const first = await makeFirstLink(services.db, services.baseUrl, new Date().toISOString());
  if (first) console.log(`Open this once, within a day, to become the first administrator:\n  ${first}`);

  const transport = openTransport(config);
  const troubles = new Map();
  const running = startJobs(services, jobs, {
    connectionString: program.connectionString,
    pulses: {
      mail: async (stopping) => {
        const { sent, failed } = await sendWaiting(services, transport, stopping);
        if (sent + failed === 0) return;
        for (const job of jobs.filter(({ afterMail }) => afterMail)) await enqueue(services.db, job.name);
      },
      news: (stopping) => deliverNews(services, domains, troubles, stopping),
    },
  });
  void resumeSamples(services).catch((fault: unknown) => log.error('samples could not be resumed', { fault }));
  void resumeImports(services).catch((fault: unknown) => log.error('imports could not be resumed', { fault }));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // Idle connections are closed at once, busy ones when their answer is out.
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        resolve();
      }, 10_000).unref();
    });
    await stopSamples(services);
    await stopImports();
    await running.stop();
    await program.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};
