/** One line of JSON per event on standard error. Never give it secrets: tokens, codes, addresses and form contents stay out. */
export interface Log {
  debug(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

export const makeLog = (least: Level, write: (line: string) => void = (line) => process.stderr.write(line)): Log => {
  const at =
    (level: Level) =>
    (event: string, facts: Record<string, unknown> = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }, plainErrors)}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

const plainErrors = (_key: string, value: unknown) =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;

export const silent: Log = makeLog('error', () => {});
