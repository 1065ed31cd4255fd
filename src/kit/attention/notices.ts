import type { AttentionNotice } from './layer.ts';

/** Tells each kind of notice once: a layer runs many times, and a warning per step would be noise. */
export function noticeTeller(
  onNotice: (notice: AttentionNotice) => void = warn,
): (notice: AttentionNotice) => AttentionNotice {
  const told = new Set<string>();
  return (notice) => {
    const key = `${notice.code} ${notice.reason}`;
    if (!told.has(key)) {
      told.add(key);
      onNotice(notice);
    }
    return notice;
  };
}

function warn({ code, reason }: AttentionNotice): void {
  console.warn(`kit/attention: ${code}: ${reason}`);
}
