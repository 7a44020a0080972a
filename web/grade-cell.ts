// A shape and a word for each grade: colour says nothing alone. The shape is that of the highest grade possible.
import { element, told } from './elements';
import type { Grade } from './ward';
import { range, spoken } from './words';

// Draws a grade into its cell of a row, with notes below it.
export function gradeCell(cell: HTMLElement, name: string, grade: Grade, notes: readonly string[]): void {
  const key = `${range(grade)}|${notes.join('|')}`;
  if (cell.dataset['key'] === key) return;
  cell.dataset['key'] = key;
  const chip = element('span', `grade g${grade.at_most}${grade.at_least === grade.at_most ? '' : ' open'}`);
  chip.setAttribute('aria-hidden', 'true');
  chip.append(element('span', 'shape'), told('number', range(grade)));
  cell.replaceChildren(chip, told('unseen', `${name} ${spoken(grade)}`), ...notes.map((note) => told('note', note)));
}
