// Pictures of a page, in light and dark, wide and narrow, for whoever wants to look.
import { join } from 'node:path';

// Without a folder none is made.
export const picturesIn = (folder, fullPage = false) => async (page, name) => {
  if (folder === undefined) return;
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const width of [1280, 390]) {
      await page.setViewport({ width, height: 900 });
      await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage });
    }
  }
  await page.emulateMediaFeatures([]);
  await page.setViewport({ width: 1280, height: 900 });
};
