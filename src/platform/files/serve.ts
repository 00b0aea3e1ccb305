import { contentDisposition } from '../documents/file-name.ts';
import { openFile } from './store.ts';

/** A stored file as the table `file` knows it; the media type is the sniffed one. */
export interface FileFacts {
  sha256: string;
  name: string;
  media_type: string;
}

/**
 * The answer that carries a file; whether the reader may have it was decided before. `ifNoneMatch` is the request's header of that name.
 * Throws the refusal `file.missing`. A damaged file breaks the answer off instead of ending it as if it were whole.
 */
export const serveFile = async (dataDir: string, file: FileFacts, ifNoneMatch?: string): Promise<Response> => {
  const headers = fileHeaders(file);
  if (ifNoneMatch?.split(/,\s*/).includes(headers.etag)) return new Response(null, { status: 304, headers });
  const { size, content } = await openFile(dataDir, file.sha256);
  return new Response(ReadableStream.from(content) as ReadableStream<Uint8Array<ArrayBuffer>>, {
    headers: { ...headers, 'content-length': String(size) },
  });
};

/**
 * Only pictures, PDF and plain text are shown in the browser; all else is downloaded, and the browser may not guess otherwise.
 * The hash of the content is its entity tag; browsers ask each time, because a permission may end.
 */
export const fileHeaders = ({ sha256, name, media_type }: FileFacts) => {
  const shown = shownTypes.includes(media_type);
  const disposition = contentDisposition(name);
  return {
    'content-type': media_type === 'text/plain' ? 'text/plain; charset=utf-8' : media_type,
    'content-disposition': shown ? disposition.replace(/^attachment/, 'inline') : disposition,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
    etag: `"${sha256}"`,
  };
};

const shownTypes: readonly string[] = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'text/plain'];
