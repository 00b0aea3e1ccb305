import type { Log } from '../log/log.ts';

/** Work that is done again and again, never twice at a time. */
export interface Pulse {
  /** Does it now, or once more right after the round that is under way. */
  nudge(): void;
  /** Waits for the round that is under way; after that nothing more is begun. */
  stop(): Promise<void>;
}

/** Does the work now and then every `seconds`; its signal says that the program wants to stop. A fault is logged with the name, once until it changes or passes. */
export const startPulse = (name: string, work: (stopping: AbortSignal) => Promise<unknown>, log: Log, seconds = 5): Pulse => {
  let round: Promise<void> | undefined;
  let again = false;
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let lastFault: string | undefined;

  const doOnce = async () => {
    try {
      await work(ending.signal);
      lastFault = undefined;
    } catch (error) {
      const fault = String(error);
      if (fault !== lastFault) log.error('Work that is repeated failed.', { job: name, error });
      lastFault = fault;
    }
  };
  const doRound = async () => {
    clearTimeout(timer);
    do {
      again = false;
      await doOnce();
    } while (again && !ending.signal.aborted);
    round = undefined;
    if (!ending.signal.aborted) timer = setTimeout(nudge, seconds * 1000);
  };
  const nudge = () => {
    if (ending.signal.aborted) return;
    again = true;
    round ??= doRound();
  };
  nudge();
  return {
    nudge,
    stop: async () => {
      ending.abort();
      clearTimeout(timer);
      await round;
    },
  };
};
