// Rows of tables that a narrow screen shows as cards: each cell knows the name of its column.
import { element, told } from './elements';

export interface Cell {
  readonly name: string;
  readonly content: string | HTMLElement;
  readonly className?: string;
}

// The first cell heads its row.
export function row(cells: readonly Cell[]): HTMLTableRowElement {
  const made = element('tr');
  made.setAttribute('role', 'row');
  cells.forEach((cell, place) => {
    const each = element(place === 0 ? 'th' : 'td', cell.className ?? '');
    each.setAttribute('role', place === 0 ? 'rowheader' : 'cell');
    if (place === 0) each.setAttribute('scope', 'row');
    each.dataset['name'] = cell.name;
    each.append(typeof cell.content === 'string' ? told('main', cell.content) : cell.content);
    made.append(each);
  });
  return made;
}

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
export const when = (time: string): string => moment.format(new Date(time));
