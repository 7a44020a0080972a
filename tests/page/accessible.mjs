// Looks for what keeps people out of a page, in light and dark, on a wide and a narrow screen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What axe finds, however mild, but what it cannot decide. `checks`: fewer that passed, and it has not looked.
export async function faults(page, checks = 20) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  assert.ok(passes.length > checks, `axe looked at the page: ${passes.length}`);
  return violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(' ')}`);
}

export async function accessible(page, checks = 20, more = async () => {}) {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const width of [1280, 390]) {
      await page.setViewport({ width, height: 900 });
      assert.deepEqual(await faults(page, checks), [], `${scheme}, ${width} px`);
      const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(needed <= there, `${scheme}: ${needed} px wide on a screen of ${there} px`);
    }
    await more(scheme);
  }
  await page.setViewport({ width: 1280, height: 900 });
}
