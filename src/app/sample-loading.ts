import type { Services } from '../platform/http/visit.ts';
import { loadSample, type SampleProgress, unfinishedSamples } from './sample.ts';

/** A sample that comes in beside the requests. */
interface Loading extends SampleProgress {
  ended: Promise<void>;
  stop: AbortController;
}

/** Begins to load a sample, or joins who loads it already. Comes back when it is in or has stopped, at the latest after `patience` milliseconds. */
export const beginSample = async (services: Services, name: string, patience: number): Promise<void> => {
  const { ended } = running.get(services.db) ?? begin(services, name);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience))]);
};

/** How far this process is with a sample; undefined where it loads none. */
export const sampleUnderWay = ({ db }: Services): SampleProgress | undefined => running.get(db);

/** Goes on with the samples that a killed program left half loaded. */
export const resumeSamples = async (services: Services): Promise<void> => {
  for (const name of await unfinishedSamples(services)) await (running.get(services.db) ?? begin(services, name)).ended;
};

/** Ends after the file that is being loaded; the next start goes on from there. */
export const stopSamples = async ({ db }: Services): Promise<void> => {
  const loading = running.get(db);
  loading?.stop.abort();
  await loading?.ended;
};

const begin = (services: Services, name: string): Loading => {
  const stop = new AbortController();
  const loading: Loading = { done: 0, of: 1, stop, ended: Promise.resolve() };
  running.set(services.db, loading);
  const tell = (progress: SampleProgress) => Object.assign(loading, progress);
  loading.ended = loadSample(services, name, { tell, signal: stop.signal })
    .catch((fault: unknown) => services.log.error('the sample was not loaded whole', { sample: name, fault }))
    .finally(() => running.delete(services.db));
  return loading;
};

const running = new WeakMap<object, Loading>();
