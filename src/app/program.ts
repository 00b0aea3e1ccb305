import { join } from 'node:path';
import type { Pool } from 'pg';
import { migrations } from '../../migrations/index.ts';
import { actorForPerson, learnNames } from '../domains/accounts/index.ts';
import { learnMeanings } from '../platform/audit/meanings.ts';
import { type Config, unusable } from '../platform/config/config.ts';
import { openDataFolder } from '../platform/config/data-folder.ts';
import { connect } from '../platform/db/connect.ts';
import { learnDerived } from '../platform/db/derived.ts';
import { migrate } from '../platform/db/migrate.ts';
import type { AnyDatabase } from '../platform/db/tables.ts';
import { forgetAgain } from '../platform/erasure/list.ts';
import { keepFilesIn } from '../platform/files/keep.ts';
import { sweepFiles } from '../platform/files/store.ts';
import { makeAssets } from '../platform/http/assets.ts';
import type { Services } from '../platform/http/visit.ts';
import { openImports } from '../platform/imports/domain.ts';
import { openLists } from '../platform/lists/office.ts';
import { learnUses } from '../platform/lists/uses.ts';
import type { Log } from '../platform/log/log.ts';
import { openLetterhead } from '../platform/mail/letterhead.ts';
import { learnMoves } from '../platform/merging/merging.ts';
import { catalogue } from './catalogue.ts';
import { commandsForPrograms, domains, importers, rights } from './domains.ts';
import { version } from './version.ts';

/** The program with its database open and its schema up to date. */
export interface Program {
  services: Services;
  pool: Pool;
  connectionString: string;
  /** Whether another program serves from the same data folder. */
  joined: boolean;
  close: () => Promise<void>;
}

/** `join`: beside a program that serves from the same data folder, use its database. */
export const openProgram = async (config: Config, log: Log, { join = false }: { join?: boolean } = {}): Promise<Program> => {
  await openDataFolder(config.dataDir);
  const url = config.databaseUrl;
  const connected = await connect({ ...(url ? { url } : {}), dir: config.dataDir, log, join }).catch((fault: Error) => {
    throw url ? unusable('DATABASE_URL', `names a database that cannot be used: ${fault.message}`) : fault;
  });
  try {
    await migrate(connected.db, migrations);
    await sweepFiles(config.dataDir);
    const services = await makeServices(connected.db, config, log);
    await forgetAgain(services, domains);
    return {
      services,
      pool: connected.pool,
      connectionString: connected.connectionString,
      joined: connected.joined,
      close: connected.close,
    };
  } catch (fault) {
    await connected.close();
    throw fault;
  }
};

/** What every request receives. */
export const makeServices = async (
  db: AnyDatabase,
  config: Pick<Config, 'dataDir' | 'baseUrl' | 'development' | 'uploadLimit' | 'behindProxy' | 'openId'>,
  log: Log,
): Promise<Services> => {
  learnNames({ rights, commands: commandsForPrograms });
  learnMeanings(domains);
  learnDerived(domains);
  learnMoves(domains);
  openLetterhead(config.baseUrl);
  keepFilesIn(config.dataDir);
  openLists({ cards: domains.flatMap((domain) => domain.lists ?? []), catalogue, actorOf: actorForPerson });
  learnUses(domains);
  openImports({
    importers,
    catalogue,
    dataDir: config.dataDir,
    uploadLimit: config.uploadLimit,
    actorOf: actorForPerson,
  });
  return {
    db,
    log,
    dataDir: config.dataDir,
    baseUrl: config.baseUrl,
    development: config.development,
    uploadLimit: config.uploadLimit,
    behindProxy: config.behindProxy,
    ...(config.openId ? { openId: config.openId } : {}),
    house: {
      assets: makeAssets(),
      menu: domains.flatMap((domain) => domain.menu ?? []).sort((one, other) => one.place - other.place),
      version,
    },
  };
};

export const filesDir = (dataDir: string): string => join(dataDir, 'files');
