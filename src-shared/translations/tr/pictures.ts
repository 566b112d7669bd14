import type { CatalogueOf } from '../catalogue.ts';
import type { pictures as model } from '../en/pictures.ts';

/** Of members and rooms. */
export const pictures: CatalogueOf<typeof model> = {
  choose: 'Resim seç',
  change: 'Başka resim',
  remove: 'Resmi kaldır',
  crop: 'Hangi bölümü görünsün?',
  part: 'Çerçevenin altındaki resim',
  cropHint:
    'Resmi sürükle ya da ok tuşlarını kullan. Tekerlekle, iki parmakla ya da + ve − ile yakınlaştır.',
  zoom: 'Yakınlaştırma',
  use: 'Bu resmi kullan',
  ofRoom: 'Odanın resmi',
};
