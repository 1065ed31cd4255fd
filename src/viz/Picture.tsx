import { useEffect, useRef, useState } from 'react';
import type { ImageView } from '../kit/show/types.ts';
import { useViz } from './context.ts';
import { canvasPng } from './download.ts';
import { Figure } from './Figure.tsx';
import { inWords } from './words.ts';

const ENDING = {
  'image/png': 'PNG',
  'image/jpeg': 'JPG',
  'image/webp': 'WEBP',
  'image/svg+xml': 'SVG',
} as const;

/** An image: pixels on a canvas, or an encoded file shown by the browser (an SVG in `img` cannot run anything). */
export function Picture({ view }: { readonly view: ImageView }) {
  const { locale } = useViz();
  const canvas = useRef<HTMLCanvasElement>(null);
  const alt = inWords(view.alt, locale);
  const { mime, width, height } = view;
  const style = {
    aspectRatio: `${width} / ${height}`,
    // Small pixel pictures are shown large enough to see their squares.
    inlineSize: `min(100%, ${view.isPixelated ? Math.max(width, Math.min(320, width * 24)) : width}px)`,
    imageRendering: view.isPixelated ? ('pixelated' as const) : undefined,
  };
  return (
    <Figure
      kind="image"
      exports={[
        mime === undefined
          ? {
              format: 'PNG',
              extension: 'png',
              make: () => canvasPng(canvas.current!),
            }
          : {
              format: ENDING[mime],
              extension: ENDING[mime].toLowerCase(),
              make: () => fileOf(view, mime),
            },
      ]}
      caption={view.alt}
    >
      {mime === undefined ? (
        <Pixels view={view} canvas={canvas} alt={alt} style={style} />
      ) : (
        <Encoded view={view} mime={mime} alt={alt} style={style} />
      )}
    </Figure>
  );
}

function fileOf(view: ImageView, mime: string): Blob {
  // A copy: the bytes may lie in memory that is shared or larger than they are.
  return new Blob([new Uint8Array(view.data)], { type: mime });
}

interface PartProps {
  readonly view: ImageView;
  readonly alt: string;
  readonly style: React.CSSProperties;
}

function Pixels({
  view,
  canvas,
  alt,
  style,
}: PartProps & { readonly canvas: React.RefObject<HTMLCanvasElement | null> }) {
  const { width, height, data } = view;
  if (data.length !== width * height * 4) {
    throw new Error(
      `image: expected ${width} × ${height} × 4 = ${width * height * 4} bytes of RGBA, got ${data.length}`,
    );
  }
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  }, [canvas, data, width, height]);
  return (
    <canvas ref={canvas} width={width} height={height} role="img" aria-label={alt} style={style} />
  );
}

function Encoded({ view, mime, alt, style }: PartProps & { readonly mime: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const address = URL.createObjectURL(fileOf(view, mime));
    setUrl(address);
    return () => URL.revokeObjectURL(address);
  }, [view, mime]);
  return url === null ? (
    <div style={style} />
  ) : (
    <img src={url} alt={alt} width={view.width} height={view.height} style={style} />
  );
}
