import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type ExtendedFeatureCollection, geoArea, geoCentroid, geoNaturalEarth1, geoPath } from 'd3-geo';
import countries from 'i18n-iso-countries';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { fromRoot } from '../../../platform/config/root.ts';

/** A country on the map: its outline, or the place of its dot where it is too small to be seen. */
type Place = { code: string; outline: string } | { code: string; dot: [number, number] };

/** How many organisations a colour stands for: at least so many. Light to dark; the first is for none. */
export const steps = [
  { least: 0, fill: '#e0a36a' },
  { least: 1, fill: '#a9cfcb' },
  { least: 2, fill: '#4f9b98' },
  { least: 4, fill: '#0d6263' },
] as const;
const unassigned = '#d7d7d3';

const width = 960;
const height = 480;

/** The world with its countries coloured by how many organisations each has. It says nothing to those who do not see it: the page has the same as a table. */
export const worldMap = (counts: ReadonlyMap<string, number>, title: string, nameOf: (code: string) => string): string => {
  places ??= placesOfTheWorld();
  const shapes = places.map((place) => {
    const count = counts.get(place.code);
    const fill = count === undefined ? unassigned : (steps.findLast(({ least }) => count >= least)?.fill ?? unassigned);
    const words = `<title>${escaped(`${nameOf(place.code)}: ${count ?? '–'}`)}</title>`;
    return 'dot' in place
      ? `<circle cx="${place.dot[0].toFixed(1)}" cy="${place.dot[1].toFixed(1)}" r="3.2" fill="${fill}" stroke="#5a5a55" stroke-width="0.5">${words}</circle>`
      : `<path d="${place.outline}" fill="${fill}">${words}</path>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"><title>${escaped(title)}</title><g stroke="#ffffff" stroke-width="0.4" stroke-linejoin="round">${shapes.join('')}</g></svg>`;
};

let places: Place[] | undefined;

/** Outlines from the coarse atlas; from the finer one the dots of those that the coarse one leaves out or shows as a speck. */
const placesOfTheWorld = (): Place[] => {
  const projection = geoNaturalEarth1().fitExtent(
    [
      [4, 4],
      [width - 4, height - 4],
    ],
    { type: 'Sphere' },
  );
  const path = geoPath(projection).digits(0);
  const outlines = atlas('countries-110m.json').flatMap((country) => {
    const outline = path(country.shape);
    return outline ? [{ code: country.code, outline }] : [];
  });
  const drawn = new Set(outlines.map(({ code }) => code));
  const dots = atlas('countries-50m.json').flatMap(({ code, shape }): Place[] => {
    const dot = drawn.has(code) && geoArea(shape) > speck ? null : projection(geoCentroid(shape));
    return dot ? [{ code, dot }] : [];
  });
  return [...outlines, ...dots];
};

/** In steradians: about the size of Luxembourg. */
const speck = 0.00008;

const atlas = (file: string) => {
  const world = JSON.parse(readFileSync(createRequire(fromRoot('package.json')).resolve(`world-atlas/${file}`), 'utf8')) as Topology;
  const { features } = feature(world, world.objects.countries as GeometryCollection) as ExtendedFeatureCollection;
  return features.flatMap((shape) => {
    const code = countries.numericToAlpha2(String(shape.id ?? '')) ?? (shape.properties?.name === 'Kosovo' ? 'XK' : undefined);
    return code ? [{ code, shape }] : [];
  });
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
