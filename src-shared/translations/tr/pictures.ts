import type { CatalogueOf } from '../catalogue.ts';
import type { pictures as model } from '../en/pictures.ts';

/** Of members and rooms. */
export const pictures: CatalogueOf<typeof model> = {
  choose: 'Resim seç',
  change: 'Başka resim',
  remove: 'Resmi kaldır',
  ofRoom: 'Odanın resmi',
};
