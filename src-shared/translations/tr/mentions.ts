import type { CatalogueOf } from '../catalogue.ts';
import type { mentions as model } from '../en/mentions.ts';

export const mentions: CatalogueOf<typeof model> = {
  everyone: 'herkes',
  allHere: 'Burayı okuyan herkes',
  forYou: 'Senden söz ediyor:',
};
