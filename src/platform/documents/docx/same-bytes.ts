import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * The same document as the same bytes, whenever and wherever it is written. The packer puts the present moment, random names of links and
 * numbers of drawings that go on from document to document into a file: `day` (ISO) stands in place of the moment, without one the file
 * names none; links and drawings are counted from one.
 */
export const sameBytes = (packed: Uint8Array, day: string | undefined): Uint8Array<ArrayBuffer> => {
  const parts = Object.entries(unzipSync(packed));
  const links = linksIn(parts.filter(([path]) => path.endsWith('.rels')).map(([, content]) => strFromU8(content)));
  const settled = parts.map(([path, content]): [string, Uint8Array] => {
    const settle = path === 'docProps/core.xml' ? dated(day) : /^word\/.*\.(xml|rels)$/.test(path) ? counted(links) : undefined;
    return [path, settle ? strToU8(settle(strFromU8(content))) : content];
  });
  // Archives know only local time: the first moment that they can name is the same everywhere.
  return new Uint8Array(zipSync(Object.fromEntries(settled), { mtime: new Date(1980, 0, 1) }));
};

const dated =
  (day: string | undefined) =>
  (core: string): string =>
    core.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*(<\/dcterms:\2>)/g, (_, open: string, _name, close: string) =>
      day ? `${open}${day.slice(0, 10)}T00:00:00Z${close}` : '',
    );

/** The random names and what they become, in the order of the links. */
const linksIn = (relationships: readonly string[]): Map<string, string> => {
  const names = relationships.flatMap((xml) => [...xml.matchAll(/<Relationship Id="(rId[a-z0-9_-]{21})"/g)].map(([, name]) => name ?? ''));
  return new Map(names.map((name, at) => [name, `link${at + 1}`]));
};

const counted =
  (links: ReadonlyMap<string, string>) =>
  (xml: string): string => {
    let drawings = 0;
    return xml
      .replace(/(?<==")rId[a-z0-9_-]{21}(?=")/g, (name) => links.get(name) ?? name)
      .replace(/(?<=<wp:docPr id=")\d+(?=")/g, () => String(++drawings));
  };
