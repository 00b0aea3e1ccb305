import { PgBoss, type SendOptions } from 'pg-boss';
import type { Job } from '../domain.ts';
import type { Services } from '../http/visit.ts';
import type { Log } from '../log/log.ts';
import { takeRequests } from './enqueue.ts';
import { type Pulse, startPulse } from './pulse.ts';

/** `data` is what was sent, `signal` says that the program has no more time to wait. A throw means: try again. */
export type Handler = (data: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>;

export interface JobsOptions {
  /** Of the same database as `services.db`; pg-boss keeps its own few connections. */
  connectionString: string;
  /** What is done with jobs that are sent, by name. */
  handlers?: Readonly<Record<string, Handler>>;
  /** Work done every few seconds in this process, and at once on `runSoon(name)`. */
  pulses?: Readonly<Record<string, (stopping: AbortSignal) => Promise<unknown>>>;
  /** Seconds between two rounds of a pulse. */
  every?: number;
}

export interface RunningJobs {
  /** Settles when jobs are being worked on; rejects when the job tables cannot be reached or made. Nobody needs to wait for it. */
  ready: Promise<void>;
  /** Sends a job outside any transaction; inside one, use `enqueue`. */
  send(name: string, data?: object, options?: SendOptions): Promise<void>;
  on(name: string, handler: Handler): Promise<void>;
  /** Does the pulse of this name now, for example after a command that wrote mails; without a name, all of them. Returns at once. */
  runSoon(name?: string): void;
  /** Begins nothing more, waits up to half a minute for what is being done, closes the connections. May be called more than once. */
  stop(): Promise<void>;
}

/** Where jobs go that failed every time. */
export const deadLetters = 'dead-letters';

/** Starts the jobs in the background and returns at once. Times of `cron` are UTC; a time missed while nothing ran is made up for once. */
export const startJobs = (services: Services, jobs: readonly Job[], options: JobsOptions): RunningJobs => {
  const { log } = services;
  const boss = new PgBoss({
    connectionString: options.connectionString,
    application_name: 'plenary jobs',
    schema: 'pgboss',
    max: 2,
    useListenNotify: true,
    ...seldom,
  });
  logFaults(boss, log, () => stopping !== undefined);
  const known: string[] = [];
  const pulses = new Map<string, Pulse>();
  const every = options.every ?? 5;

  const work = async (name: string, handler: Handler, cron: boolean) => {
    // A job by the clock that is still running or waiting is not queued a second time.
    await boss.createQueue(name, { ...again, notify: true, deadLetter: deadLetters, ...(cron ? { policy: 'exclusive' } : {}) });
    const worker: string = await boss.work(
      name,
      { includeMetadata: true, batchSize: 1, pollingIntervalSeconds: every, notifyPollingIntervalSeconds: every },
      async ([job]) => {
        if (!job) return;
        try {
          await handler((job.data ?? {}) as Record<string, unknown>, job.signal);
        } catch (error) {
          const last = job.retryCount >= job.retryLimit;
          log[last ? 'error' : 'warn'](last ? 'A job failed and is given up.' : 'A job failed and is tried again.', {
            job: name,
            id: job.id,
            attempt: job.retryCount + 1,
            error,
          });
          throw error;
        } finally {
          // Where there was one job there may be more: the worker looks again without waiting.
          boss.notifyWorker(worker);
        }
      },
    );
    known.push(name);
  };

  const start = async () => {
    await boss.start({ attempts: 10 });
    await boss.createQueue(deadLetters, { retentionSeconds: 30 * 86_400 });
    for (const job of jobs) await work(job.name, () => job.work(services), true);
    for (const [name, handler] of Object.entries(options.handlers ?? {})) await work(name, handler, false);
    await keepSchedules(boss, jobs);
    if (!stopping)
      pulses.set(
        requests,
        startPulse(requests, () => takeRequests(services.db, boss, known), log, Math.min(every, 1)),
      );
  };

  let stopping: Promise<void> | undefined;
  for (const [name, doIt] of Object.entries(options.pulses ?? {})) pulses.set(name, startPulse(name, doIt, log, every));
  const ready = start();
  ready.catch((error) => {
    if (!stopping) log.error('The jobs did not start.', { error });
  });

  const stop = async () => {
    await Promise.all([...pulses.values()].map((pulse) => pulse.stop()));
    await ready.catch(() => {});
    await pulses.get(requests)?.stop();
    await boss.stop({ graceful: true, timeout: 30_000 });
  };
  return {
    ready,
    send: async (name, data = {}, sendOptions = {}) => {
      await ready;
      await boss.send(name, data, sendOptions);
    },
    on: async (name, handler) => {
      await ready;
      await work(name, handler, false);
    },
    runSoon: (name) => {
      for (const [pulse, { nudge }] of pulses) if (name === undefined || name === pulse) nudge();
    },
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
};

const requests = 'job requests';

/**
 * What pg-boss writes for itself ends everything that is kept until something is written (`lists/kept.ts`): seconds between two looks for
 * jobs that hang on others, of which we have none, for changes of its own tables, for what ran too long and for how much waits.
 */
const seldom = {
  flowIntervalSeconds: 3600,
  bamIntervalSeconds: 600,
  superviseIntervalSeconds: 300,
  monitorIntervalSeconds: 300,
  registerInstance: false,
};

/** Five more tries, after about half a minute, then a minute, two, four, eight. */
const again = { retryLimit: 5, retryDelay: 30, retryBackoff: true, expireInSeconds: 1800 };

/** Schedules of jobs that no longer exist would fill their queues for ever. */
const keepSchedules = async (boss: PgBoss, jobs: readonly Job[]): Promise<void> => {
  for (const { name, cron } of jobs) await boss.schedule(name, cron, null, { tz: 'UTC', missed: 'once' });
  for (const { name } of await boss.getSchedules()) {
    if (!jobs.some((job) => job.name === name)) await boss.unschedule(name);
  }
};

/** Every worker repeats the same complaint while the database is away; once a minute is enough. */
const logFaults = (boss: PgBoss, log: Log, ending: () => boolean): void => {
  const lately = new Map<string, number>();
  const isNew = (message: string): boolean => {
    const last = lately.get(message) ?? 0;
    if (Date.now() - last < 60_000) return false;
    if (lately.size > 100) lately.clear();
    lately.set(message, Date.now());
    return true;
  };
  boss.on('error', (error) => {
    if (ending()) return;
    // The message ends with the name of the queue and of the worker.
    if (isNew(error.message.replace(/ \(Queue: .*$/, ''))) log.error('The job server has a fault.', { error });
  });
  boss.on('warning', (warning) => {
    if (isNew(warning.message)) log.warn('The job server warns.', { warning: warning.message });
  });
};
