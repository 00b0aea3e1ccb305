import type { AnyWrites } from '../db/tables.ts';
import { sniff } from '../files/sniff.ts';
import { storeFile } from '../files/store.ts';

/** Keeps a source as it came: its content in the data folder, its name in the transaction of the command. Gives the id of its record. */
export const keepSource = async (
  tx: AnyWrites,
  dataDir: string,
  name: string,
  bytes: Uint8Array,
  personId: number | null,
): Promise<number> => {
  const { sha256, size } = await storeFile(dataDir, bytes);
  const file = await tx
    .insertInto('file')
    .values({ sha256, name, size, media_type: sniff(bytes), person_id: personId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return file.id as number;
};
