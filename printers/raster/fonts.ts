import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { Blob, Buffer as ShapeBuffer, Direction, Face, Font, shape } from 'harfbuzzjs';

import type { TextWeight } from '../document.ts';
import { type GlyphBitmap, rasterGlyph } from './glyph-bitmap.ts';
import { flattenOutline, type PathCommand } from './outline.ts';
import { type ScriptRun, scriptRuns } from './script-runs.ts';

/** A glyph of a shaped text, in font units. */
export interface ShapedGlyph {
  readonly glyph: number;
  readonly script: ScriptRun['script'];
  readonly advance: number;
  readonly dx: number;
  readonly dy: number;
}

/** One weight of the type face, with what was shaped and drawn before. */
export interface FontFace {
  readonly unitsPerEm: number;
  shape(text: string): readonly ShapedGlyph[];
  /** `eighth` moves the glyph right by that many eighths of a dot. */
  glyph(id: number, sizeDots: number, eighth: number): GlyphBitmap;
}

export type FontSet = Readonly<Record<TextWeight, FontFace>>;

/** Shaped texts kept; labels repeat on every slip, names do not. */
const shapedTextsMax = 2_000;
const glyphBitmapsMax = 8_000;

/** Noto Sans Devanagari (OFL 1.1) has both scripts, tabular digits and the rupee sign. */
const fontFiles = {
  regular: '@expo-google-fonts/noto-sans-devanagari/500Medium/NotoSansDevanagari_500Medium.ttf',
  bold: '@expo-google-fonts/noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf',
} as const;

/** Reads the two weights from the installed font package. */
export function loadFonts(): FontSet {
  const resolve = createRequire(import.meta.url).resolve;
  return {
    regular: openFace(readFileSync(resolve(fontFiles.regular))),
    bold: openFace(readFileSync(resolve(fontFiles.bold))),
  };
}

export function openFace(file: Uint8Array): FontFace {
  const face = new Face(new Blob(file));
  const font = new Font(face);
  const shaped = new Map<string, readonly ShapedGlyph[]>();
  const outlines = new Map<number, readonly PathCommand[]>();
  const bitmaps = new Map<string, GlyphBitmap>();
  return {
    unitsPerEm: face.upem,
    shape: (text) =>
      remembered(shaped, text, shapedTextsMax, () => scriptRuns(text).flatMap((run) => shapeRun(font, run))),
    glyph: (id, sizeDots, eighth) =>
      remembered(bitmaps, `${id}/${sizeDots}/${eighth}`, glyphBitmapsMax, () => {
        const outline = remembered(outlines, id, glyphBitmapsMax, () => font.glyphToJson(id));
        return rasterGlyph(flattenOutline(outline, sizeDots / face.upem, eighth / 8));
      }),
  };
}

function shapeRun(font: Font, run: ScriptRun): ShapedGlyph[] {
  const buffer = new ShapeBuffer();
  buffer.addText(run.text);
  buffer.setDirection(Direction.LTR);
  buffer.setScript(run.script);
  buffer.setLanguage(run.script === 'Deva' ? 'hi' : 'en');
  shape(font, buffer);
  const positions = buffer.getGlyphPositions();
  return buffer.getGlyphInfos().map((info, i) => {
    const position = positions[i];
    return {
      glyph: info.codepoint,
      script: run.script,
      advance: position?.xAdvance ?? 0,
      dx: position?.xOffset ?? 0,
      dy: position?.yOffset ?? 0,
    };
  });
}

/** A cache that starts anew when full: slips repeat so much that nothing finer pays. */
function remembered<Key, Value>(cache: Map<Key, Value>, key: Key, max: number, make: () => Value): Value {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= max) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}
