import { inflateSync } from 'node:zlib';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/**
 * What a PDF lacks of PDF/UA-1, as far as a program can tell: the checks of the Matterhorn protocol that need no eye, one sentence a fault.
 * The numbers are those of its checkpoints.
 */
export const faultsOf = async (bytes: Uint8Array): Promise<string[]> => {
  const objects = objectsIn(Buffer.from(bytes));
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const faults = [...(await ofDocument(pdf, objects)), ...ofFonts(objects), ...ofStructure(objects), ...ofLinks(objects)];
  const headings: number[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const tree = (await page.getStructTree()) as Node | null;
    if (!tree) faults.push(`01: page ${number} has no tags`);
    const known = new Set(tree ? contentsOf(tree) : []);
    if (tree) headings.push(...headingsOf(tree));
    faults.push(...(await ofContent(await page.getOperatorList(), known)).map((fault) => `${fault} on page ${number}`));
  }
  return [...faults, ...ofHeadings(headings)];
};

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

interface Node {
  role?: string;
  type?: string;
  id?: string;
  alt?: string;
  children?: Node[];
}

/** 06 metadata, 07 the title in the window, 11 language. */
const ofDocument = async (pdf: Pdf, objects: readonly string[]): Promise<string[]> => {
  const catalog = objects.find((one) => /\/Type \/Catalog/.test(one)) ?? '';
  const { info } = await pdf.getMetadata();
  const xmp = objects.find((one) => one.includes('<x:xmpmeta')) ?? '';
  const checks: [boolean, string][] = [
    [/pdfuaid:part[>="]+1/.test(xmp), '06: it does not say that it is PDF/UA-1'],
    [/<dc:title>/.test(xmp) && Boolean((info as { Title?: string }).Title), '06: it has no title'],
    [/\/DisplayDocTitle true/.test(catalog), '07: a window shows the name of the file, not the title'],
    [/\/Marked true/.test(catalog) && !/\/Suspects true/.test(catalog), '02: it is not marked as tagged'],
    [/\/Lang \(\w/.test(catalog), '11: it has no language'],
  ];
  return checks.flatMap(([holds, fault]) => (holds ? [] : [fault]));
};

/** 31: every font lies in the file and tells which letters its signs are. */
const ofFonts = (objects: readonly string[]): string[] => [
  ...objects
    .filter((one) => /\/Type \/FontDescriptor/.test(one) && !/\/FontFile[23]? /.test(one))
    .map((one) => `31: the font ${nameIn(one, 'FontName')} is not in the file`),
  ...objects
    .filter((one) => /\/Subtype \/Type[03]\s/.test(one) && !/\/ToUnicode /.test(one))
    .map((one) => `31: the font ${nameIn(one, 'BaseFont')} does not tell its letters`),
];

const nameIn = (object: string, key: string): string => new RegExp(`/${key} /(\\S+)`).exec(object)?.[1] ?? '?';

const standard = new Set(
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  ),
);
const inside: Readonly<Record<string, readonly string[]>> = {
  LI: ['L'],
  LBody: ['LI'],
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  TH: ['TR'],
  TD: ['TR'],
  THead: ['Table'],
  TBody: ['Table'],
};

/** 02 known roles, 09 what stands in what, 13 pictures with words, 15 heads of tables and rows of one length. */
const ofStructure = (objects: readonly string[]): string[] => {
  const root = objects.find((one) => /\/Type \/StructTreeRoot/.test(one)) ?? '';
  const mapped = new Set([...(/\/RoleMap <<([\s\S]*?)>>/.exec(root)?.[1] ?? '').matchAll(/\/(\S+) \/\S+/g)].map(([, name]) => name));
  const numbered = new Map(objects.flatMap((one) => (/^\d+/.exec(one) ? [[Number.parseInt(one, 10), one]] : []) as [number, string][]));
  const roleOf = (object: string | undefined) => (object ? nameIn(object, 'S') : '?');
  const faults: string[] = [];
  const lengths = new Map<string, Set<number>>();
  for (const one of numbered.values()) {
    if (!/\/Type \/StructElem/.test(one)) continue;
    const role = roleOf(one);
    const parent = numbered.get(Number(/\/P (\d+) 0 R/.exec(one)?.[1]));
    if (!standard.has(role) && !mapped.has(role)) faults.push(`02: ${role} is no known role`);
    if (inside[role] && !inside[role].includes(roleOf(parent))) faults.push(`09: ${role} stands in ${roleOf(parent)}`);
    if (role === 'Figure' && !/\/(Alt|ActualText) ?[(<]\S/.test(one)) faults.push('13: a picture has no words');
    if (role === 'TH' && !/\/Scope \/(Column|Row|Both)/.test(one)) faults.push('15: the head of a column does not say that it is one');
    if (role === 'TR') {
      const table = roleOf(parent) === 'Table' ? one : (/\/P (\d+) 0 R/.exec(parent ?? '')?.[1] ?? '');
      const cells = (/\/K \[([^\]]*)\]/.exec(one)?.[1] ?? '').match(/0 R/g)?.length ?? (/\/K \d+ 0 R/.test(one) ? 1 : 0);
      lengths.set(table, (lengths.get(table) ?? new Set()).add(cells));
    }
  }
  if ([...lengths.values()].some((rows) => rows.size > 1)) faults.push('15: the rows of a table differ in length');
  return faults;
};

/** 28: every link says where it leads, is part of the tags, and is reached in their order. */
const ofLinks = (objects: readonly string[]): string[] => {
  const links = objects.filter((one) => /\/Subtype \/Link\s/.test(one));
  return [
    ...links.filter((one) => !/\/Contents ?[(<]\S/.test(one)).map(() => '28: a link does not say in words where it leads'),
    ...links.filter((one) => !/\/StructParent \d/.test(one)).map(() => '28: a link is not part of the tags'),
    ...objects
      .filter((one) => /\/Type \/Page\s/.test(one) && /\/Annots /.test(one) && !/\/Tabs \/S/.test(one))
      .map(() => '28: a page is not gone through in the order of its tags'),
  ];
};

/** 01: whatever is painted is either a tagged part or marked as decoration, and never one within the other. */
const ofContent = async (
  { fnArray, argsArray }: { fnArray: number[]; argsArray: unknown[] },
  known: ReadonlySet<number>,
): Promise<string[]> => {
  const { OPS } = await getResolvedPDFJS();
  const paints = new Set(
    [
      OPS.showText,
      OPS.paintImageXObject,
      OPS.paintInlineImageXObject,
      OPS.constructPath,
      OPS.shadingFill,
      OPS.paintImageMaskXObject,
    ].filter((one) => one !== undefined),
  );
  const open: ('decoration' | 'part' | 'words')[] = [];
  const faults = new Set<string>();
  for (const [at, deed] of fnArray.entries()) {
    const args = argsArray[at] as [unknown, unknown?] | null;
    if (deed === OPS.beginMarkedContent || deed === OPS.beginMarkedContentProps) {
      const [tag, id] = args ?? [];
      const name = typeof tag === 'string' ? tag : (tag as { name?: string } | undefined)?.name;
      // Without a number it only says how its signs are read out.
      const now = name === 'Artifact' ? 'decoration' : typeof id === 'number' ? 'part' : 'words';
      if (now === 'decoration' && open.includes('part')) faults.add('01: decoration stands within a part');
      if (now === 'part' && open.includes('decoration')) faults.add('01: a part stands within decoration');
      if (typeof id === 'number' && !known.has(id)) faults.add('01: a part is not in the tree of tags');
      open.push(now);
    } else if (deed === OPS.endMarkedContent) open.pop();
    else if (paints.has(deed) && open.every((one) => one === 'words'))
      faults.add('01: something is painted that is neither a part nor decoration');
  }
  return [...faults];
};

/** The numbers that the parts of a page have in it. */
const contentsOf = (node: Node): number[] => [
  ...(node.type === 'content' ? [Number(/_mc(\d+)$/.exec(node.id ?? '')?.[1])] : []),
  ...(node.children ?? []).flatMap(contentsOf),
];

const headingsOf = (node: Node): number[] => [
  ...(/^H[1-6]$/.test(node.role ?? '') && contentsOf(node).length > 0 ? [Number(node.role?.slice(1))] : []),
  ...(node.children ?? []).flatMap(headingsOf),
];

/** 14: the first heading is of the first level, and none is left out on the way down. */
const ofHeadings = (levels: readonly number[]): string[] =>
  levels.flatMap((level, at) =>
    level > (levels[at - 1] ?? 0) + 1 ? [`14: a heading of level ${level} follows one of level ${levels[at - 1] ?? 0}`] : [],
  );

/** Every object of the file in plain text, its number before it; streams of other things are left out. */
const objectsIn = (bytes: Buffer): string[] => {
  const raw = bytes.toString('latin1');
  const plain = [...raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number, body]) => `${number} ${body}`);
  const packed = [...raw.matchAll(/\/Type \/ObjStm (.*?)\/Length (\d+) >>\nstream\n/g)].flatMap((found) => {
    const [head, , length] = found;
    const start = found.index + head.length;
    const text = inflateSync(bytes.subarray(start, start + Number(length))).toString('latin1');
    const first = Number(/\/First (\d+)/.exec(head)?.[1]);
    const places = (text.slice(0, first).match(/\d+/g) ?? []).map(Number);
    return Array.from({ length: places.length / 2 }, (_, at) => {
      const end = places[2 * at + 3];
      return `${places[2 * at]} ${text.slice(first + (places[2 * at + 1] ?? 0), end === undefined ? undefined : first + end)}`;
    });
  });
  return [...plain, ...packed];
};
