/** Reads what our own mails can contain: encoded headers (RFC 2047) and parts in base64, quoted-printable or plain UTF-8. */
export const parseMail = (source: string) => {
  const root = partOf(source);
  const parts = leavesOf(root);
  const html = parts.find(({ type }) => type.startsWith('text/html'));
  const plain = parts.find(({ type }) => type.startsWith('text/plain')) ?? parts.find((part) => part !== html);
  const header = (name: string) => decodeWords(root.headers.get(name) ?? '');
  return {
    date: header('date'),
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    body: plain ? contentOf(plain) : '',
    ...(html ? { html: contentOf(html) } : {}),
  };
};

interface Part {
  headers: Map<string, string>;
  type: string;
  raw: string;
}

const partOf = (source: string): Part => {
  const text = source.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ');
  const headers = new Map<string, string>();
  for (const line of head.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, type: headers.get('content-type') ?? 'text/plain', raw: end < 0 ? '' : text.slice(end + 2) };
};

const leavesOf = (part: Part): Part[] => {
  const boundary = part.type.startsWith('multipart/') ? part.type.match(/boundary="?([^";]+)"?/i)?.[1] : undefined;
  if (!boundary) return [part];
  const pieces = `\n${part.raw}`.split(`\n--${boundary}`).slice(1);
  return pieces.filter((piece) => !piece.startsWith('--')).flatMap((piece) => leavesOf(partOf(piece.replace(/^[ \t]*\n/, ''))));
};

const contentOf = ({ headers, raw }: Part): string => {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(raw, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  if (encoding === 'quoted-printable') return fromQuoted(raw.replace(/=[ \t]*\n/g, ''));
  return raw;
};

const decodeWords = (text: string): string =>
  text.replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1').replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (words) => {
    // A letter may be divided between two words, so the bytes are joined before they become text.
    const bytes = [...words.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, kind, content = '']) =>
      kind?.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedBytes(content.replaceAll('_', ' ')),
    );
    return Buffer.concat(bytes).toString('utf8');
  });

const fromQuoted = (text: string): string => quotedBytes(text).toString('utf8');

const quotedBytes = (text: string): Buffer =>
  Buffer.concat(
    text
      .split(/((?:=[0-9a-f]{2})+)/i)
      .map((piece, index) => (index % 2 === 1 ? Buffer.from(piece.replaceAll('=', ''), 'hex') : Buffer.from(piece, 'utf8'))),
  );
