import { z } from 'zod';
import { notFound } from '../errors.ts';
import type { Visit } from '../http/visit.ts';
import { readStored } from './store.ts';

/** A stored file in an answer to programs; the content in base64. */
export const fileOutput = z.object({ name: z.string(), mediaType: z.string(), size: z.number(), sha256: z.string(), content: z.base64() });

interface Kept {
  name: string;
  media_type: string;
  size: number;
  sha256: string;
}

/** Throws *not found* where there is no such file or its content was removed. */
export const fileAnswer = async (v: Visit, file: Kept | undefined): Promise<z.input<typeof fileOutput>> => {
  if (!file) throw notFound();
  const content = await readStored(v.services.dataDir, file.sha256);
  return { name: file.name, mediaType: file.media_type, size: file.size, sha256: file.sha256, content: content.toString('base64') };
};
