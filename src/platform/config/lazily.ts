import { createRequire } from 'node:module';

/**
 * A package that few pages need, loaded when it is first called for: what it costs at the start and in memory is spent only where it is used.
 * For synchronous code; elsewhere `await import()` does the same.
 */
export const lazily = <Package>(name: string): (() => Package) => {
  let loaded: Package | undefined;
  return () => {
    loaded ??= createRequire(import.meta.url)(name) as Package;
    return loaded;
  };
};
