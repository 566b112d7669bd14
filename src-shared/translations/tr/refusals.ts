import type { CatalogueOf } from '../catalogue.ts';
import type { refusals as model } from '../en/refusals.ts';

export const refusals: CatalogueOf<typeof model> = {
  'line-too-long': 'Bu, odanın tek seferde kabul ettiğinden fazla. Kısalt.',
  'too-many-lines': 'Giriş yapılmadan önce çok fazla şey gönderildi. Yeniden bağlan.',
  'not-in-time': 'Şu andan sonra, bir yıl içinde bir zaman seç.',
  'too-many-later':
    'Zamanını bekleyen {{limit}} iletin var, daha çok olamaz. Önce birinden vazgeç.',
  'message-under-way': 'Bu ileti yolda. Oda yanıtlar yanıtlamaz değiştirilip silinebilir.',
  'edited-was-deleted':
    'Değiştirdiğin ileti silindi. Yazdıkların burada yeni bir ileti olarak duruyor.',
  'later-was-sent': 'Oda, değişikliğin ulaşmadan önce onu göndermişti.',
  'later-kept-time': 'Önceki saatinde gönderildi: yeni saatin odaya geç ulaştı.',
  'no-such-later': 'Bu ileti artık beklemiyor: gönderildi ya da vazgeçildi.',
  'bad-utf8': 'Bağlantıdan okunamayan bir şey geldi ve bağlantı kapatıldı. Yeniden bağlan.',
  'bad-json': 'Bağlantıdan okunamayan bir şey geldi ve bağlantı kapatıldı. Yeniden bağlan.',
  'too-deep': 'Bağlantıdan okunamayan bir şey geldi ve bağlantı kapatıldı. Yeniden bağlan.',
  'not-an-object': 'Bağlantıdan okunamayan bir şey geldi ve bağlantı kapatıldı. Yeniden bağlan.',

  'bad-field': 'Oda bunu kabul etmedi. Yazdıklarını gözden geçirip yeniden dene.',
  'unknown-command': 'Bu oda bunu yapmayı bilmiyor. Ev sahibinin Oda sürümü eski olabilir.',
  'hello-first': 'Bağlantı düzgün başlamadı. Yeniden bağlan.',
  'sign-in-first': 'Bu odaya giriş yapmadın. Yeniden bağlan.',
  'already-signed-in': 'Bu odaya zaten giriş yaptın.',
  'peer-too-old': 'Oda’nın bu sürümü, girmek istediğin oda için çok eski. Güncelle, sonra katıl.',
  'peer-too-new': 'Bu odada daha eski bir Oda çalışıyor. Ev sahibinden güncellemesini iste.',

  'name-empty': 'Bir ad gir. Diğerleri bu adı görecek.',
  'name-too-long': 'Bu ad çok uzun. En çok {{limit}} karakter kullan.',
  'name-not-allowed':
    'Bu adda kullanılamayan karakterler var. Harf, rakam, boşluk ve yaygın işaretleri kullan.',
  'name-not-allowed_named': 'Bir adda “{{subject}}” olamaz. Onsuz yaz.',
  'name-taken': 'Bu ad alınmış. Başka bir ad seç.',
  'password-needed': 'Bu adın burada bir parolası var. Parolayı gir ya da başka bir ad seç.',
  'wrong-password': 'Parola bu değil. Yeniden dene.',
  'password-too-short': 'Parola çok kısa. En az {{limit}} karakter kullan.',
  'password-too-long': 'Parola çok uzun. En çok {{limit}} karakter kullan.',
  'try-later': 'Çok fazla deneme yapıldı. Biraz bekleyip yeniden dene.',
  'try-later_wait': 'Çok fazla deneme yapıldı. {{wait}} sonra yeniden dene.',
  'token-invalid': 'Bu odadaki oturumun kapandı. Yeniden giriş yap.',

  'later-not-a-text':
    'Komutlar ve tek kişiye giden satırlar (AD~metin) sonra gönderilemez. O kişiye kendi konuşmasından yaz; başına boşluk koyarsan olduğu gibi gönderilir.',
  'text-empty': 'Gönderilecek bir şey yok. Önce bir şey yaz.',
  'text-too-long': 'İleti çok uzun. En çok {{limit}} karakter kullan.',
  'no-such-conversation': 'Böyle bir konuşma yok ya da sen bu konuşmada değilsin.',
  'cid-used': 'Bu ileti olduğu gibi gönderilemedi. Buradan silip yeniden yaz.',
  'too-fast': 'Odanın izin verdiğinden hızlı gönderiyorsun. Biraz bekleyip yeniden dene.',
  'too-fast_wait': 'Odanın izin verdiğinden hızlı gönderiyorsun. {{wait}} sonra yeniden dene.',
  'too-many-unacknowledged': 'Çok fazla ileti hâlâ yolda. Ulaşmalarını bekle.',
  'no-such-message': 'Bu ileti artık orada değil.',
  'not-your-message': 'Bunu yalnızca iletiyi yazan yapabilir.',
  'message-gone': 'Bu ileti silindi.',
  'not-an-emoji': 'Bu tek bir emoji değil ya da bu oda onu tanımıyor. Başkasını seç.',
  'too-many-reactions': 'Bir ileti için bu kadar farklı emoji yeter. Olanlardan birini kullan.',
  'too-many-changes': 'Bu ileti çok sık değiştirildi. Yenisini yaz.',
  'not-what-was-said': 'Orada söylenen sözler bunlar değil. İletiyi yeniden ilet.',
  'too-many-pins': 'Burada sabitlenmiş çok ileti var. Önce birini kaldır.',
  'pins-forbidden': 'Bu odada iletileri yalnız moderatörler sabitler.',
  'cursor-ahead':
    'Oda bir yedekten geri yüklendi. Her şey yeniden alınıyor; yeni iletiler kaybolmuş olabilir.',

  'no-such-member_named': 'Bu odada “{{subject}}” adlı, hesabı olan kimse yok.',
  'no-such-member': 'Bu odada böyle biri yok. Üye listesine bak.',
  'guest-not-allowed': 'Konuklar buna katılamaz. Bunun için bu odada bir hesap gerekir.',
  'group-name-empty': 'Gruba bir ad ver.',
  'group-name-too-long': 'Grubun adı çok uzun. En çok {{limit}} karakter kullan.',
  'group-exists': 'Bu grup zaten kuruldu. Onu listede ara.',
  'group-full': 'Bir grupta en çok {{limit}} üye olabilir. Önce birini çıkar.',
  'too-many-groups': 'Bu, {{limit}} gruptan fazla olur. Önce bir gruptan çık ya da çıkmasını iste.',
  'not-the-owner': 'Bunu yalnızca grubun sahibi yapabilir. Ondan iste.',
  'already-in-group': 'Bu kişi zaten grupta.',
  'not-in-group': 'Bu kişi grupta değil.',
  'topic-name-empty': 'Konuya bir ad ver.',
  'topic-name-too-long': 'Konunun adı çok uzun. En çok {{limit}} karakter kullan.',
  'topic-exists': 'Bu adda bir konu zaten var. Ona katıl ya da başka bir ad seç.',
  'topic-owner-only': 'Bunu yalnızca konunun sahibi ve moderatörler yapabilir. Onlardan iste.',
  'topic-archived': 'Bu konu arşivlendi: okunabilir, ama artık bir şey yazılmaz.',
  'topics-forbidden': 'Bu odada üyeler konu açmaz.',
  'guest-topics-forbidden': 'Bu odada konuklar konulara katılmaz. Odaya Oda ile gir.',
  'too-many-topics': 'Bu, {{limit}} konudan fazla olur. Olanlardan birini kullan.',
  'status-too-long': 'Durum çok uzun. En çok {{limit}} karakter kullan.',
  'about-too-long': 'Bu çok uzun. En çok {{limit}} karakter kullan.',

  'private-with-self': 'Özel sohbet için başka biri gerekir. Başka bir kişi seç.',
  'member-offline': 'Bu kişi şu anda odada değil. Döndüğünde yeniden sor.',
  'private-not-possible': 'Bu kişinin programı özel sohbet yapamıyor. Doğrudan ileti yaz.',
  'already-private': 'Bu kişiyle zaten bir özel sohbetin var ya da bir tane istedin.',
  'too-many-privates':
    'Sende ya da karşı tarafta çok fazla özel sohbet var. Birini bitir ya da sonra yeniden sor.',
  'partner-away': 'Karşındakinin bilgisayarı onu şu an vermiyor. Sonra yeniden dene.',
  'no-such-private': 'Bu özel sohbet bitti. Yenisini isteyebilirsin.',

  'no-such-file': 'Bu dosya artık odada yok. Gönderenden yeniden göndermesini iste.',
  'file-not-kept': 'Artık saklanmıyor: bu oda dosyaları bir süre saklar, o süre doldu.',
  'file-too-large': 'Bu dosya odanın aldığından büyük ({{limit}}). Daha küçük bir şey gönder.',
  'no-space-for-member':
    'Bu odadaki dosyaların {{limit}} sınırını aşacak. Önce dosyalı iletilerinden birkaçını sil.',
  'no-space-for-files': 'Odanın dosya alanı dolu ({{limit}}). Ev sahibi daha çok yer verebilir.',
  'ticket-unknown': 'Aktarımın başlaması çok uzun sürdü. Yeniden dene.',
  'too-many-transfers': 'Aynı anda çok fazla dosya yolda. Birinin bitmesini bekle.',
  'file-damaged': 'Dosya yolda tekrar tekrar değişti. Yeniden dene; olmazsa baştan gönder.',
  'not-a-transfer': 'Karşı taraf dosyaları Oda gibi göndermiyor. Oda’yı güncelleyip yeniden dene.',
  'store-full': 'Ev sahibinin diskinde yer kalmadı. Ev sahibinin yer açması gerekiyor.',
  'store-failed': 'Ev sahibi bunu diskine yazamadı. Yeniden dene ve ev sahibine haber ver.',

  'not-allowed': 'Bu odadaki rolün buna izin vermiyor.',
  kicked: 'Bir moderatör seni odadan çıkardı. Geri gelebilirsin.',
  kicked_because: 'Bir moderatör seni odadan çıkardı: “{{reason}}”. Geri gelebilirsin.',
  banned: 'Bu odaya girmen yasak. Yanlış olduğunu düşünüyorsan odanın sahibine sor.',
  banned_because:
    'Bu odaya girmen yasak: “{{reason}}”. Yanlış olduğunu düşünüyorsan odanın sahibine sor.',
  banned_wait: 'Bu odaya {{wait}} boyunca giremezsin.',
  banned_wait_because: 'Bu odaya {{wait}} boyunca giremezsin: “{{reason}}”.',
  muted: 'Bir moderatör bu odada seni susturdu. Okumaya devam edebilirsin.',
  muted_wait: 'Bir moderatör bu odada seni susturdu, {{wait}} daha. Okumaya devam edebilirsin.',
  'no-such-ban': 'Bu yasak artık geçerli değil.',
  'too-many-bans': 'Bir odada en çok {{limit}} yasak olur. Önce birini kaldır.',
  'reason-too-long': 'Gerekçe çok uzun. En çok {{limit}} karakter kullan.',
  'read-only': 'Burada herkese yalnız odanın sahibi ve moderatörler yazar.',
  'group-read-only': 'Burada yalnız grubun sahibi ve odanın moderatörleri yazar.',
  'too-late-to-edit':
    'Bu odada bir ileti gönderildikten sonra yalnız bir süre değiştirilebilir. Yine de silebilirsin.',
  'slow-mode': 'Bu oda yavaş: herkese yeniden yazmadan önce biraz bekle.',
  'slow-mode_wait': 'Bu oda yavaş: herkese {{wait}} sonra yeniden yazabilirsin.',
  'groups-forbidden': 'Bu odada üyeler grup kurmaz.',
  'privates-forbidden': 'Bu odada üyeler arasında özel sohbet yok.',
  'directs-forbidden': 'Bu odada üyeler arasında doğrudan ileti yok.',
  'guests-forbidden': 'Bu oda konuk almıyor. Oda ile katıl.',
  'room-password-needed': 'Bu odanın bir parolası var. Gir; sahibi ya da moderatörler bilir.',
  'wrong-room-password': 'Odanın parolası bu değil.',
  'wrong-room-password_wait': 'Odanın parolası bu değil. {{wait}} sonra yeniden deneyebilirsin.',

  'room-full': 'Oda dolu. Biri çıkınca yeniden dene.',
  'too-many-connections': 'Adresinden çok fazla bağlantı var. Biraz bekleyip yeniden dene.',
  'too-many-connections_wait': 'Adresinden çok fazla bağlantı var. {{wait}} sonra yeniden dene.',
  'sign-in-deadline': 'Giriş çok uzun sürdü ve oda bağlantıyı kapattı. Yeniden dene.',
  silent: 'Oda bu bilgisayardan bir süredir haber alamadı. Ağ bağlantını denetle.',
  'too-slow': 'Bu bağlantı, odanın gönderdikleri için çok yavaştı. Kendiliğinden yeniden bağlanır.',
  replaced: 'Bu odayı bu bilgisayarda başka bir yerde açtın. Burada sürdürmek için yeniden aç.',
  'signed-out': 'Bu odadan çıktın. Geri dönmek için yeniden aç.',
  'password-changed': 'Adının parolası başka bir cihazda değiştirildi. Yeni parolayla gir.',
  'room-closed': 'Ev sahibi odayı kapattı. Oda yeniden açılınca kendiliğinden içinde olursun.',
  'plain-off': 'Bu oda başka programları kabul etmiyor. Oda ile katıl ya da ev sahibine sor.',

  'address-invalid': 'Bu bir adres değil. 192.168.1.5 ya da 192.168.1.5:12345 gibi bir şey yaz.',
  'address-invalid_named':
    '“{{subject}}” bir adres değil. 192.168.1.5 ya da 192.168.1.5:12345 gibi bir şey yaz.',
  'address-unknown': 'Bu adda bir bilgisayar bulunamıyor. Yazımı ve ağ bağlantını denetle.',
  'address-unknown_named':
    '{{subject}} adında bir bilgisayar bulunamıyor. Yazımı ve ağ bağlantını denetle.',
  'nobody-listening': 'Orada yanıt veren yok. Oda açık mı, aynı ağda mısınız?',
  'nobody-listening_named':
    '{{subject}} adresinde yanıt veren yok. Oda açık mı, aynı ağda mısınız?',
  'connection-timeout': 'Yanıt gelmedi. Adres doğru mu, arada bir güvenlik duvarı var mı?',
  'connection-timeout_named':
    '{{subject}} adresinden yanıt gelmedi. Adres doğru mu, arada bir güvenlik duvarı var mı?',
  'network-unreachable': 'Bu adrese buradan ulaşılamıyor. Ağ bağlantını denetle.',
  'network-unreachable_named': '{{subject}} adresine buradan ulaşılamıyor. Ağ bağlantını denetle.',
  'names-unavailable':
    'Adlar şu anda aranamıyor. Ağ bağlantını denetle ya da adresi sayılarla yaz: 192.168.1.5 gibi.',
  'names-unavailable_named':
    '{{subject}} şu anda aranamıyor. Ağ bağlantını denetle ya da adresi sayılarla yaz: 192.168.1.5 gibi.',
  'host-unreachable':
    'Bu adreste yanıt veren bir bilgisayar yok. Açık mı, aynı ağda mı? Konuk Wi-Fi’si cihazları birbirinden ayırıyor olabilir.',
  'host-unreachable_named':
    '{{subject}} adresinde yanıt veren bir bilgisayar yok. Açık mı, aynı ağda mı? Konuk Wi-Fi’si cihazları birbirinden ayırıyor olabilir.',
  'local-network-off':
    'Bu bilgisayara ulaşılamıyor. Sistem Ayarları, Gizlilik ve Güvenlik, Yerel Ağ altında Oda’ya izin ver, sonra yeniden dene.',
  'local-network-off_named':
    '{{subject}} adresine ulaşılamıyor. Sistem Ayarları, Gizlilik ve Güvenlik, Yerel Ağ altında Oda’ya izin ver, sonra yeniden dene.',
  'connection-forbidden':
    'Bu bilgisayar Oda’nın oraya bağlanmasına izin vermiyor. Güvenlik duvarında ya da güvenlik programında Oda’ya izin ver.',
  'connection-forbidden_named':
    'Bu bilgisayar Oda’nın {{subject}} adresine bağlanmasına izin vermiyor. Güvenlik duvarında ya da güvenlik programında Oda’ya izin ver.',
  'answers-web':
    'Orada bir web sunucusu yanıt veriyor, bir oda değil. Portu denetle: odalar çoğunlukla 12345’tedir.',
  'answers-web_named':
    '{{subject}} adresinde bir web sunucusu yanıt veriyor, bir oda değil. Portu denetle: odalar çoğunlukla 12345’tedir.',
  'answers-text':
    'Orada başka bir program düz metinle yanıt veriyor ya da odalar şifrelenmeden önceki bir Oda. Portu denetle ya da ev sahibinden güncellemesini iste.',
  'answers-text_named':
    '{{subject}} adresinde başka bir program düz metinle yanıt veriyor ya da odalar şifrelenmeden önceki bir Oda. Portu denetle ya da ev sahibinden güncellemesini iste.',
  'answers-tls':
    'Orada şifreli başka bir hizmet yanıt veriyor, bir oda değil. Portu denetle: odalar çoğunlukla 12345’tedir.',
  'answers-tls_named':
    '{{subject}} adresinde şifreli başka bir hizmet yanıt veriyor, bir oda değil. Portu denetle: odalar çoğunlukla 12345’tedir.',
  'connection-lost': 'Bağlantı koptu. Oda kendiliğinden yeniden bağlanır.',
  'not-a-room': 'Orada bir şey yanıt veriyor ama bu bir Oda odası değil. Adresi ve portu denetle.',
  'not-a-room_named':
    '{{subject}} adresinde bir şey yanıt veriyor ama bir Oda odası değil. Adresi ve portu denetle.',
  'key-unknown':
    'Bu odaya buradan daha önce girmedin. Anahtarını ev sahibinin gördüğüyle karşılaştır, sonra katıl.',
  'key-unknown_named':
    '“{{subject}}” odasına buradan daha önce girmedin. Anahtarını ev sahibinin gördüğüyle karşılaştır, sonra katıl.',
  'another-key':
    'Orada yanıt veren, bu odanınkinden başka bir anahtar gösteriyor. Oda ona hiçbir şey söylemedi. Adres hâlâ doğru mu, ev sahibine sor.',
  'another-key_named':
    '{{subject}} adresinde yanıt veren, bu odanınkinden başka bir anahtar gösteriyor. Oda ona hiçbir şey söylemedi. Adres hâlâ doğru mu, ev sahibine sor.',
  'not-encrypted': 'Bu oda Oda ile yalnız şifreli konuşur. Daha yeni bir Oda kullan.',
  'no-such-device': 'O bilgisayardan çıkış yapılmış.',
  'signed-out-elsewhere':
    'Başka bir bilgisayarından buradaki oturumunu kapattın. Bunu yapan sen değilsen yeniden giriş yap.',
  'new-password-needed': 'Kod doğru. Şimdi yeni bir parola seç.',
  'reset-code-wrong': 'Bu kod geçerli değil ya da artık geçmiyor. Odayı kurandan yenisini iste.',
  'approval-asked':
    'Bu oda yeni birini içeri almadan önce sorar. İçeridekilere soruldu: yanıt verene kadar bekle.',
  'turned-away': 'İçeri alınmadın. Odayı kurana başka bir yoldan sor.',
  'turned-away_wait': 'İçeri alınmadın. {{wait}} sonra yeniden sorabilirsin.',
  'knock-unanswered':
    'Kimse yanıt vermedi. Sonra yine dene ya da odayı kurana başka bir yoldan ulaş.',
  'knock-withdrawn': 'Yanıtı beklemedin.',
  'too-many-knocks': 'İçeri alınmayı bekleyen çok kişi var. Sonra yine dene.',
  'oda-needed':
    'Bu oda yeni birini içeri almadan önce sorar ve yalın bir programı bir daha tanıyamaz. Oda ile katıl.',
  'no-such-knock': 'Bu kişi artık beklemiyor.',
  'invite-or-password-needed':
    'Bu oda yalnızca davet edilenlere açık. Ev sahibinden bir davet bağlantısı iste ya da bu ad buradaysa ve seninse parolanı gir.',
  'invite-needed':
    'Bu oda yalnızca davet edilenlere açık. Ev sahibinden bir davet bağlantısı iste.',
  'invite-unknown': 'Oda bu daveti artık tanımıyor. Yenisini iste.',
  'invite-used-up': 'Bu davet, kullanılabileceği kadar kullanıldı. Yenisini iste.',
  'code-alone':
    'Kod hangi odanın istendiğini söyler, nerede olduğunu değil. Arkasına odanın adresini yaz.',
  'not-the-room-meant':
    'Orada istenen oda değil, başka bir oda yanıt veriyor. Ev sahibinden yeni bir davet iste.',
  'not-the-room-meant_named':
    'Orada istenen oda değil, başka bir oda yanıt veriyor: “{{subject}}”. Ev sahibinden yeni bir davet iste.',
  'too-many-invites': 'Bir odanın en çok {{limit}} daveti olabilir. Önce birini geri al.',
  'invite-invalid': 'Bu, eksiksiz bir davet değil. Yeniden iste ve hepsini kopyala.',
  'invite-newer': 'Bu davet daha yeni bir Oda’dan. Oda’yı güncelle, sonra yeniden aç.',
  'invite-expired': 'Bu davetin süresi doldu. Yenisini iste.',
  'invite-expired_named': '“{{subject}}” davetinin süresi doldu. Yenisini iste.',
  'invite-address': 'Bu davet, oda olamayacak bir yere götürüyor. Yenisini iste.',
  'invite-address_named':
    'Bu davet, oda olamayacak bir yere götürüyor: “{{subject}}”. Yenisini iste.',
  'another-room':
    'Bu adreste şimdi başka bir oda var. Bu oda oraya döner dönmez sen de içeridesin; ya da ev sahibine odanın nerede olduğunu sor.',
  'another-room_named':
    'Bu adreste şimdi başka bir oda, “{{subject}}” var. Bu oda oraya döner dönmez sen de içeridesin; ya da ev sahibine odanın nerede olduğunu sor.',
  'port-in-use': 'Bu port başka bir programda kullanılıyor. Başka bir port seç.',
  'port-in-use_named': '{{subject}} portu başka bir programda kullanılıyor. Başka bir port seç.',
  'port-forbidden': 'Sistem bu porta izin vermiyor. 1023’ten büyük bir port seç.',
  'port-forbidden_named': 'Sistem {{subject}} portuna izin vermiyor. 1023’ten büyük bir port seç.',
  'port-invalid': 'Bu bir port değil. 1 ile 65535 arasında bir sayı gir.',
  'room-name-empty': 'Odaya bir ad ver.',
  'room-name-too-long': 'Odanın adı çok uzun. En çok {{limit}} karakter kullan.',
  'data-read-only': 'Oda kendi veri klasörüne yazamıyor. Klasörün izinlerini değiştir.',
  'data-read-only_named': 'Oda {{subject}} klasörüne yazamıyor. Klasörün izinlerini değiştir.',
  'no-picture': 'Bu, Oda’nın gösterdiği bir resim değil. JPEG, PNG, GIF, WebP ya da AVIF seç.',
  'file-unreadable': 'Bu dosya okunamıyor. Yeniden seç.',
  'file-unreadable_named': '“{{subject}}” okunamıyor. Yeniden seç.',
  'file-left-behind': 'Alınmadan penceresi kapandı. Yeniden seç.',
  'file-left-behind_named': '“{{subject}}” alınmadan penceresi kapandı. Yeniden seç.',
  'file-is-folder': 'Bu bir klasör. İçindeki dosyaları gönder.',
  'file-is-folder_named': '“{{subject}}” bir klasör. İçindeki dosyaları gönder.',
  'file-chosen-here': 'Dosyayı buraya bırak, yapıştır ya da ataçla seç.',
  'file-no-space':
    'Bu bilgisayarın diskinde o dosyaya yetecek yer kalmadı. Biraz yer açıp yeniden dene.',
  'partner-no-space':
    'Karşındakinin diskinde buna yetecek yer kalmadı. Yer açıp yeniden isteyince gider.',
  'partner-no-space_named':
    '{{subject}} diskinde buna yetecek yer bulamadı. Yer açıp yeniden isteyince gider.',
  'file-not-here': 'Bu dosya bu bilgisayarda değil. Önce getir.',
  'file-not-shown': 'Bu dosya gösterilemeyecek kadar büyük. Onun yerine kaydet.',
  'file-stopped-there': 'Karşındaki durdurdu. O yeniden başlatınca sürer.',
  'file-withdrawn': 'Karşındaki bu dosyayı artık vermiyor.',
  'file-withdrawn_named': '{{subject}} bu dosyayı artık vermiyor.',
  'file-stopped': 'Durdurdun. Yeniden başlatınca kaldığı yerden sürer.',
  'folder-not-shown': 'Klasör buradan açılamıyor.',
  'folder-not-shown_named': 'Klasör buradan açılamıyor. Dosya {{subject}} içinde.',
  'data-full': 'Disk dolu. Biraz yer açıp yeniden dene.',
  'data-full_named': '{{subject}} için disk dolu. Biraz yer açıp yeniden dene.',
  'older-not-kept':
    'Bu odanın geçmişi, bu bilgisayarın bir oda için sakladığından fazla. Daha eskisi alınmıyor.',
  'older-disk-full':
    'Disk dolmak üzere, bu yüzden eski iletiler alınmıyor. Biraz yer aç; sonra kendiliğinden sürer.',
  'room-too-large':
    'Bu oda, bu bilgisayarın bir oda için sakladığından çok kişi, grup ya da konuşma bildiriyor. Bir kısmı burada yok.',
  'imported-not-forwarded':
    'İçe aktarılan ileti yeniden iletilemez: içe aktaranın adı altında dururdu. Metnini kopyala.',
  'import-unknown':
    'Bu, Oda’nın okuyabildiği bir dışa aktarma değil. WhatsApp sohbeti (metin ya da zip), Slack (zip), DiscordChatExporter (JSON) ya da Oda (JSON) dosyası seç.',
  'import-unknown_named':
    '“{{subject}}”, Oda’nın okuyabildiği bir dışa aktarma değil. WhatsApp sohbeti (metin ya da zip), Slack (zip), DiscordChatExporter (JSON) ya da Oda (JSON) dosyası seç.',
  'import-broken': 'Dosya bozuk. Bir daha dışa aktar.',
  'import-broken_named':
    'Dosya şurada bozuk ya da olması gerektiği gibi değil: “{{subject}}”. Bir daha dışa aktar.',
  'import-encrypted': 'Arşivin parolası var. Onu aç ve parolasız olarak seç.',
  'import-encrypted_named': 'Arşivin parolası var (“{{subject}}”). Onu aç ve parolasız olarak seç.',
  'import-too-large': 'Dosyada Oda’nın bir dosyadan aldığından fazlası var.',
  'import-too-large_named':
    'Dosyada Oda’nın bir dosyadan aldığından fazlası var ya da küçük görünsün diye yapılmış: “{{subject}}”.',
  'import-encoding': 'Metin UTF-8 değil. UTF-8 olarak kaydedip yeniden seç.',
  'import-encoding_named':
    'Metin şurada UTF-8 değil: “{{subject}}”. UTF-8 olarak kaydedip yeniden seç.',
  'exchange-running': 'Şu anda bir dışa ya da içe aktarma sürüyor. Bitmesini bekle ya da iptal et.',
  'data-corrupt': 'Saklanan kopya bozulmuş, açılamıyor. Bir yedekten geri yükle.',
  'data-corrupt_named': '{{subject}} bozulmuş, açılamıyor. Bir yedekten geri yükle.',
  'data-newer': 'Bu, daha yeni bir Oda ile saklanmış. Açmak için Oda’yı güncelle.',
  'data-newer_named': '{{subject}} daha yeni bir Oda ile saklanmış. Açmak için Oda’yı güncelle.',
  'data-in-use': 'Başka bir Oda bunu zaten kullanıyor. Önce onu kapat.',
  'data-in-use_named': 'Başka bir Oda {{subject}} klasörünü kullanıyor. Önce onu kapat.',
  'no-such-room': 'Bu oda artık bu bilgisayarda değil. Adresiyle yeniden katıl.',
  'link-other-room':
    'Bu bağlantı, içinde olmadığın bir odanın iletisine gidiyor. Odaya davet iste.',
  'link-not-here':
    'Bu bağlantı okuyamayacağın ya da bu bilgisayara henüz gelmemiş bir iletiye gidiyor.',
  'too-many-saved':
    'Bu odada {{limit}} ileti kaydettin; daha fazlası tutulmaz. Önce birkaçını çıkar.',
  'no-such-contact-group': 'Bu kişi grubu artık yok.',
  'contact-group-empty': 'Bu kişi grubunda kimse yok. Önce birini ekle.',
  'contact-group-taken': 'Bu adda bir kişi grubun zaten var. Başka bir ad seç.',
  'contact-group-taken_named': '“{{subject}}” adında bir kişi grubun zaten var. Başka bir ad seç.',
  'too-many-contact-groups': 'En çok {{limit}} kişi grubun olabilir. Önce birini sil.',
  'folder-not-opened': 'Klasör açılamadı. Onu kendin bulup aç.',
  'folder-not-opened_named': 'Klasör açılamadı. Yeri: {{subject}}.',
  'room-not-running': 'Bu oda açık değil. Önce yeniden aç.',
  'backup-stopped': 'Durduruldu; ondan geriye bir şey kalmadı.',
  'backup-folder': 'Yedek klasörü yerinde değil ya da Oda oraya yazamıyor.',
  'backup-folder_named':
    'Yedek alınmadı: {{subject}} klasörü yerinde değil ya da Oda oraya yazamıyor. Diski yeniden tak ya da başka bir klasör seç.',
  'backup-no-space': 'Diskte yeterli yer yok. Biraz yer açıp yeniden dene.',
  'backup-no-space_named':
    '{{subject}} için diskte yeterli yer yok: {{limit}} gerekiyor. Yer aç ya da başka bir klasör seç.',
  'backup-running': 'Şu anda biri üzerinde çalışılıyor. Bitmesini bekle ya da durdur.',
  'not-a-backup': 'Bu dosya bir Oda odasının yedeği değil. .odabackup ile biten bir dosya seç.',
  'backup-newer': 'Bu yedeği daha yeni bir Oda almış. Geri yüklemek için Oda’yı güncelle.',
  'backup-damaged':
    'Bu yedek bozulmuş: içindeki, içine konan değil. Başka bir yedek seç; hiçbir şey değiştirilmedi.',
  'room-here-already': 'Bu oda zaten bu bilgisayarda. Hiçbir şey değiştirilmedi.',
  'room-here-already_named': '“{{subject}}” zaten bu bilgisayarda. Hiçbir şey değiştirilmedi.',
  'room-folder-here': 'Odanın klasörü hâlâ bu bilgisayarda. Önce onu başka yere taşı.',
  'room-folder-here_named':
    'Odanın klasörü hâlâ bu bilgisayarda: {{subject}}. Hiçbir şey değiştirilmedi; önce onu başka yere taşı.',
  'bridge-closed': 'Oda’nın öteki yarısı durdu. Bu pencereyi kapatıp Oda’yı yeniden başlat.',
  'bad-request': 'Oda bunu istendiği gibi yapamadı. Yeniden dene.',
  defect: 'Oda’da bir şeyler ters gitti. Yeniden dene; sürerse Oda’yı yeniden başlat.',
};
