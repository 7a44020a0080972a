// A password of four invented words that can be said: each is drawn from 6,400, together 50 bits.
const consonants = 'bdfghklmnprstvwz';
const vowels = 'aeiou';

// Every letter is as likely as any other: what would favour some is drawn again.
function drawn(letters: string): string {
  const fair = 256 - (256 % letters.length);
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) return letters.charAt(byte % letters.length);
  }
}

const word = (): string => drawn(consonants) + drawn(vowels) + drawn(consonants) + drawn(vowels);

export const fourWords = (): string => [word(), word(), word(), word()].join(' ');
