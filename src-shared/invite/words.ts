import type { Language } from '../translations/catalogue.ts';

/** The same 256 things in both languages, in the same order: who reads in one compares with who reads in the other. */
const pairs = `
apple elma|bear ayı|bread ekmek|bridge köprü|brush fırça|bucket kova|butter tereyağı|button düğme
cake pasta|camel deve|candle mum|carrot havuç|castle kale|cat kedi|chair sandalye|cheese peynir
cherry kiraz|clock saat|cloud bulut|coat palto|coffee kahve|comb tarak|copper bakır|cotton pamuk
cow inek|crab yengeç|crown taç|cup fincan|daisy papatya|desert çöl|dog köpek|door kapı
donkey eşek|dove güvercin|drum davul|duck ördek|eagle kartal|ear kulak|egg yumurta|elephant fil
engine motor|eye göz|feather tüy|fence çit|field tarla|fig incir|finger parmak|fire ateş
fish balık|flag bayrak|flour un|flower çiçek|fly sinek|fog sis|forest orman|fork çatal
fox tilki|frog kurbağa|garden bahçe|garlic sarımsak|gate geçit|ghost hayalet|giraffe zürafa|glass bardak
glove eldiven|goat keçi|gold altın|goose kaz|grape üzüm|grass çimen|guitar gitar|hair saç
hammer çekiç|hand el|harbor liman|hare tavşan|hat şapka|hawk şahin|hazelnut fındık|heart kalp
hedgehog kirpi|helmet kask|hen tavuk|hill tepe|honey bal|horse at|house ev|ice buz
iron demir|island ada|jacket ceket|jar kavanoz|jasmine yasemin|jewel mücevher|juice şerbet|kettle çaydanlık
key anahtar|king kral|kite uçurtma|knee diz|knife bıçak|ladder merdiven|lake göl|lamb kuzu
lamp lamba|leaf yaprak|leather deri|lemon limon|lentil mercimek|letter mektup|lightning şimşek|lily zambak
lion aslan|lock kilit|magnet mıknatıs|map harita|maple akçaağaç|marble mermer|mask maske|meadow çayır
meat et|melon kavun|mill değirmen|milk süt|mirror ayna|mole köstebek|moon ay|mountain dağ
mouse fare|mouth ağız|mushroom mantar|nail çivi|needle iğne|nest yuva|net ağ|night gece
nose burun|oak meşe|ocean okyanus|olive zeytin|onion soğan|orange portakal|oven fırın|owl baykuş
paint boya|palace saray|paper kağıt|parrot papağan|path patika|peach şeftali|peacock tavus|pear armut
pearl inci|pen kalem|pencil kurşunkalem|penguin penguen|pepper biber|piano piyano|pickle turşu|pigeon kumru
pillow yastık|pine çam|pipe boru|plate tabak|plum erik|pocket cep|pond gölet|poplar kavak
potato patates|pumpkin kabak|purse cüzdan|queen kraliçe|quilt yorgan|rabbit adatavşanı|rain yağmur|rainbow gökkuşağı
raven kuzgun|ribbon kurdele|rice pirinç|ring yüzük|river nehir|road yol|robot robot|rock kaya
roof çatı|rooster horoz|root kök|rope halat|rose gül|sail yelken|salt tuz|sand kum
scarf atkı|school okul|scissors makas|sea deniz|seal fok|seed tohum|shadow gölge|sheep koyun
shell kabuk|shield kalkan|ship gemi|shirt gömlek|shoe ayakkabı|shovel kürek|silk ipek|silver gümüş
skirt etek|sky gök|snail salyangoz|snake yılan|snow kar|soap sabun|sock çorap|soup çorba
spider örümcek|spoon kaşık|spring bahar|square kare|squirrel sincap|stairs basamak|stamp pul|star yıldız
steam buhar|stone taş|stork leylek|storm fırtına|straw saman|street sokak|sugar şeker|summer yaz
sun güneş|swallow kırlangıç|swan kuğu|sword kılıç|table masa|tea çay|tent çadır|thread iplik
throne taht|thumb başparmak|tiger kaplan|tile kiremit|tomato domates|tongue dil|tooth diş|tower kule
train tren|tree ağaç|tulip lale|turtle kaplumbağa|umbrella şemsiye|valley vadi|violin keman|wheel tekerlek
`;

const [en, tr] = [0, 1].map((side) =>
  pairs
    .trim()
    .split(/[|\n]/)
    .map((pair) => pair.split(' ')[side] ?? ''),
);

export const words: Readonly<Record<Language, readonly string[]>> = { en: en ?? [], tr: tr ?? [] };
