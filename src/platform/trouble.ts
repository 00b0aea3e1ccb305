/** Troubles of the machine: they say nothing about what was asked, and pass. */
export const isTrouble = (fault: unknown): boolean => {
  const code = codeOf(fault);
  return /^(08|25|40|53|57|58)[0-9A-Z]{3}$/.test(code) || /^E(CONN|PIPE|TIMEDOUT|NOSPC)/.test(code);
};

/** No room to write, as the database says it and as the system does. */
export const isDiskFull = (fault: unknown): boolean => ['53100', 'ENOSPC', 'EDQUOT'].includes(codeOf(fault));

/** The database was not reached, so that nothing of what was asked can have happened there. */
export const isUnreached = (fault: unknown): boolean =>
  ['57P03', '53300'].includes(codeOf(fault)) || (fault as { syscall?: unknown } | null)?.syscall === 'connect';

const codeOf = (fault: unknown): string => {
  const code = (fault as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};
