// A QR code: rows of '0' and '1' become dark squares with the light border that a camera needs.
const border = 4; // squares

// Into the <svg> of that id, which holds its ground and a <path> for the squares.
export function drawQrCode(id: string, rows: readonly string[]): void {
  const svg = document.getElementById(id);
  const path = svg?.querySelector('path');
  if (!(svg instanceof SVGSVGElement) || !path) throw new Error(`the page has no <svg> #${id} with a <path>`);
  const size = rows.length + 2 * border;
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  const steps = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map((run) => `M${run.index + border} ${y + border}h${run[0].length}v1h-${run[0].length}z`),
  );
  path.setAttribute('d', steps.join(''));
}
