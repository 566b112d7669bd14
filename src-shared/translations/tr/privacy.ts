/** What the label of a conversation says, made from the facts (`privacyLabel`). */
export const privacy = {
  label: 'Gizlilik',
  read_everyone_open: 'Bunu odadaki herkes okur; adresi bilen herkes katılabilir.',
  read_everyone_invited: 'Bunu odadaki herkes okur; yalnız davet edilenler katılabilir.',
  read_everyone_approval:
    'Bunu odadaki herkes okur; yeni gelen davet edilir ya da içeriden biri onu içeri alır.',
  read_direct: 'Bunu ikiniz okursunuz; odayı kuran da okuyabilir.',
  read_group: 'Bunu gruptakiler okur; odayı kuran da okuyabilir.',
  read_topic: 'Odadaki herkes bu konuya katılıp okuyabilir.',
  newcomers_all: 'Sonradan katılan, önceden yazılanları da okur.',
  newcomers_none: 'Sonradan katılan yalnız o andan sonra yazılanları okur.',
  newcomers_days: 'Sonradan katılan, önceki {{newcomers}} içinde yazılanları okur.',
  read_private: 'Bunu ikiniz okursunuz; araya giren yoksa odayı kuran okuyamaz.',
  between_possible: 'Daha karşılaştırılmadı: araya giren olabilir, odayı kuran da.',
  between_nobody: 'Karşılaştırıldı: bunu yalnız ikiniz okuyabilirsiniz.',
  host_reads: 'Odayı kuran okuyabilir: orada şifreli durmaz.',
  host_sees_who:
    'Odayı kuran kimin kime ne zaman yazdığını, yazıların aşağı yukarı uzunluğunu ve dosyaların boyutunu görür.',
  stored:
    'Odayı kuranın ve okuyan herkesin diskinde saklanır; o ya da o oda, o kopya silinene kadar kalır.',
  files_kept:
    'Dosyalar, iletileri silinene kadar odayı kuranın diskinde, açan herkesin diskinde de durur; birinin kaydettiği onda kalır.',
  files_kept_30:
    'Dosyalar, iletileri silinene kadar, en çok 30 gün, odayı kuranın diskinde, o kadar da açan herkesin diskinde durur; birinin kaydettiği onda kalır.',
  files_kept_90:
    'Dosyalar, iletileri silinene kadar, en çok 90 gün, odayı kuranın diskinde, o kadar da açan herkesin diskinde durur; birinin kaydettiği onda kalır.',
  files_kept_365:
    'Dosyalar, iletileri silinene kadar, en çok bir yıl, odayı kuranın diskinde, o kadar da açan herkesin diskinde durur; birinin kaydettiği onda kalır.',
  stored_nowhere:
    'Hiçbir diskte okunabilir durmaz, özel sohbetten ayrılınca silinir; yalnız birinin kaydettiği kalır.',
  log_texts: 'Odayı kuranın günlüğünde yazılar da var; sonradan silinenler de orada kalır.',
  log_off: 'Odayı kuranın günlüğü şimdi yazıları almıyor; önceden aldıkları günlükte durur.',
  log_no_texts: 'Odayı kuranın günlüğünde yazılar yok.',
  guests_in: 'İçeride hesapsız konuklar var; herkese söylenenleri okurlar.',
  guest_name: 'Karşındakinin hesabı yok: bu adı sonra alan, o andan sonra yazdıklarını okur.',
  way_encrypted: 'Başka bilgisayarlarla arasındaki yolda şifrelidir.',
  maybe_otherwise:
    'Bağlı değilsin: odayı kuran bu arada bunların bir kısmını değiştirmiş olabilir.',
  way_end_to_end: 'Senin bilgisayarından onunkine kadar şifrelidir.',
  way_plain:
    'Yalın programlar ve IRC başka bilgisayarlardan da girebilir: gönderdikleri ve aldıkları yolda okunabilir. Oda’nın kendi programları şifreler.',
};
