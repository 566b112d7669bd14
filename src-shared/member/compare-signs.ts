import type { Language } from '../translations/catalogue.ts';

/** So many signs two people compare: 36 bits, of which somebody in between has one guess. */
export const signsToCompare = 6;

/** Told apart at a glance, with a name of one word in both languages: who reads in one compares with who reads in the other. */
const list = `
🐶 dog köpek|🐱 cat kedi|🦁 lion aslan|🐴 horse at|🦄 unicorn tekboynuz|🐄 cow inek|🐘 elephant fil|🐰 rabbit tavşan
🐼 panda panda|🐓 rooster horoz|🐧 penguin penguen|🐢 turtle kaplumbağa|🐟 fish balık|🐙 octopus ahtapot|🦋 butterfly kelebek|🐝 bee arı
🌷 flower çiçek|🌳 tree ağaç|🌵 cactus kaktüs|🍄 mushroom mantar|🌍 globe dünya|🌙 moon ay|⭐ star yıldız|🔥 fire ateş
☔ umbrella şemsiye|🌈 rainbow gökkuşağı|⛄ snowman kardanadam|🍌 banana muz|🍎 apple elma|🍓 strawberry çilek|🌽 corn mısır|🍕 pizza pizza
🎂 cake pasta|🧀 cheese peynir|❤️ heart kalp|👑 crown taç|🤖 robot robot|👻 ghost hayalet|🎩 hat şapka|👓 glasses gözlük
🪜 ladder merdiven|🪁 kite uçurtma|👍 thumb başparmak|⏰ clock saat|🎁 gift hediye|💡 bulb ampul|📕 book kitap|✏️ pencil kalem
📎 clip ataş|✂️ scissors makas|🔒 lock kilit|🔑 key anahtar|🔨 hammer çekiç|☎️ telephone telefon|🏁 flag bayrak|🚂 train tren
🚲 bicycle bisiklet|✈️ plane uçak|🚀 rocket roket|🏆 trophy kupa|⚽ ball top|🎸 guitar gitar|🎺 trumpet trompet|🔔 bell zil
`;

type Sign = { emoji: string } & Record<Language, string>;

const signs: readonly Sign[] = list
  .trim()
  .split(/[|\n]/)
  .map((each) => {
    const [emoji = '', en = '', tr = ''] = each.split(' ');
    return { emoji, en, tr };
  });

export const signCount = signs.length;

/** What is shown for places in the list: each sign with its name. */
export function shownSigns(
  places: readonly number[],
  language: Language,
): { emoji: string; name: string }[] {
  return places.flatMap((place) => {
    const sign = signs[place];
    return sign ? [{ emoji: sign.emoji, name: sign[language] }] : [];
  });
}

/** All of them in one line of text. */
export function signsInWords(places: readonly number[], language: Language): string {
  return shownSigns(places, language)
    .map(({ emoji, name }) => `${emoji} ${name}`)
    .join(', ');
}
