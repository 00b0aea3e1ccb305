import mammoth from 'mammoth';
import { readHtml } from './html.ts';
import { type Limits, type Notice, type Reading, ReadRefusal } from './read.ts';
import { type Archive, packed, refuseDoctype } from './zip.ts';

/**
 * A Word document as it reads with all tracked changes accepted. Pictures, comments, heads and feet of pages are not read; the first two
 * are noticed. Footnotes follow at the end as a list.
 */
export async function readDocx(archive: Archive, limits: Limits): Promise<Reading> {
  const members = new Map(archive.names.filter(isNeeded).map((name) => [name, new TextDecoder().decode(archive.read(name))]));
  for (const [name, xml] of members) refuseDoctype(name, xml);
  const body = [...members.keys()].find((name) => /^word\/document\d*\.xml$/.test(name)) ?? '';
  // Revision marks of Word's own, often half of the file, cost the parser as much as the words.
  const xml = (members.get(body) ?? '').replace(/ w:rsid\w*="[0-9A-Fa-f]*"/g, '');
  if (xml.length > limits.markup) throw new ReadRefusal('import.tooLarge', { limit: Math.floor(limits.markup / 1024 / 1024) });
  members.set(body, xml);
  const encoder = new TextEncoder();
  const clean = packed(Object.fromEntries([...members].map(([name, text]) => [name, encoder.encode(text)])));
  let pictures = 0;
  const converted = await mammoth.convertToHtml(
    { buffer: Buffer.from(clean.buffer, clean.byteOffset, clean.byteLength) },
    {
      styleMap: [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        "p[style-name='Quote'] => blockquote > p:fresh",
      ],
      includeEmbeddedStyleMap: false,
      convertImage: mammoth.images.imgElement(async () => {
        pictures += 1;
        return { src: '' };
      }),
    },
  );
  const reading = readHtml(converted.value, limits, false);
  const language = /<w:lang\b[^<>]*?\bw:val="([A-Za-z-]{2,20})"/.exec(members.get('word/styles.xml') ?? '')?.[1];
  const comments = count(members.get('word/comments.xml') ?? '', /<w:comment[\s>]/g);
  const changes = count(xml, /<w:(ins|del|moveFrom|moveTo)\s/g);
  const notices: Notice[] = [
    ...(changes > 0 ? [{ key: 'import.trackedChanges', values: { count: changes } }] : []),
    ...(comments > 0 ? [{ key: 'import.comments', values: { count: comments } }] : []),
    ...(pictures > 0 ? [{ key: 'import.pictures', values: { count: pictures } }] : []),
    ...reading.notices.filter(({ key }) => key !== 'import.pictures'),
  ];
  return { blocks: reading.blocks, notices, ...(language ? { language } : {}) };
}

const isNeeded = (name: string): boolean =>
  /^(\[Content_Types\]\.xml|_rels\/.*|word\/(_rels\/)?(document\d*|styles|numbering|footnotes|endnotes|comments|settings)\.xml(\.rels)?)$/.test(
    name,
  );

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;
