import { toHex } from './colour.ts';
import { escapeXml } from './download.ts';
import { familyOf } from './fonts.ts';
import type { MatrixModel } from './matrixModel.ts';
import type { Palette } from './palette.ts';
import { colourAt, inkAt, placeOn } from './ramp.ts';

/** An SVG file's text and its size in px. */
export interface SvgFile {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** The matrix as a drawing that stands by itself: ground, names, indices, cells, and numbers where they fit. */
export function matrixSvg(model: MatrixModel, palette: Palette): SvgFile {
  const { grid, rowNames, colNames, isNumbered } = model;
  const [font, mono] = [familyOf('--sans', 'sans-serif'), familyOf('--mono', 'monospace')];
  const longest = Math.max(0, ...(rowNames ?? []).slice(0, grid.rows).map((name) => name.length));
  const cell = isNumbered ? { w: 56, h: 36 } : { w: 4, h: 4 };
  const left = isNumbered ? Math.min(180, longest * 8) + 40 : 12;
  const top = isNumbered ? (colNames ? 52 : 34) : 12;
  const width = left + grid.cols * cell.w + 12;
  const height = top + grid.rows * cell.h + 12;
  const parts: string[] = [];
  const isScores = model.hue === 'scores';
  const rowInk = toHex(palette[isScores ? 'q' : 'ink-2']);
  const colInk = toHex(palette[isScores ? 'k' : 'ink-2']);
  const text = (
    x: number,
    y: number,
    value: string,
    fill: string,
    anchor: string,
    family: string,
    size: number,
  ): void => {
    parts.push(
      `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}" font-family="${escapeXml(family)}" font-size="${size}">${escapeXml(value)}</text>`,
    );
  };
  for (let j = 0; isNumbered && j < grid.cols; j += 1) {
    const x = left + (j + 0.5) * cell.w - 1;
    if (colNames?.[j]) text(x, 24, clip(colNames[j]!, 9), colInk, 'middle', font, 12.5);
    text(x, top - 9, String(j), toHex(palette['ink-3']), 'middle', mono, 11);
  }
  for (let i = 0; i < grid.rows; i += 1) {
    const y = top + i * cell.h;
    if (isNumbered) {
      if (rowNames?.[i]) {
        text(left - 28, y + 22, clip(rowNames[i]!, 22), rowInk, 'end', font, 13);
      }
      text(left - 8, y + 22, String(i), toHex(palette['ink-3']), 'end', mono, 11);
    }
    for (let j = 0; j < grid.cols; j += 1) {
      const value = grid.values[i * grid.cols + j]!;
      const place = placeOn(model.scale, value);
      const gap = isNumbered ? 2 : 0;
      const fill = place === null ? 'url(#hatch)' : toHex(colourAt(palette, model.hue, place));
      parts.push(
        `<rect x="${left + j * cell.w}" y="${y}" width="${cell.w - gap}" height="${cell.h - gap}" fill="${fill}"/>`,
      );
      if (!isNumbered) continue;
      const ink = place === null ? toHex(palette['ink-2']) : inkAt(palette, model.hue, place);
      text(left + (j + 0.5) * cell.w - 1, y + 22, model.write(value), ink, 'middle', mono, 12);
    }
  }
  const hatch = `<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${toHex(palette.surface)}"/><rect width="1" height="6" fill="${toHex(palette.line)}"/></pattern>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${hatch}</defs><rect width="100%" height="100%" fill="${toHex(palette.paper)}"/>${parts.join('')}</svg>`;
  return { text: svg, width, height };
}

function clip(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}
