/** How an exported page looks, in light and in dark. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1d1f23;--soft:#5c6370;--line:#dcdfe4;--paper:#fff;--raised:#f5f6f8;--link:#2456c4}
@media(prefers-color-scheme:dark){:root{--ink:#e7e9ee;--soft:#a2a9b6;--line:#353a44;--paper:#17191d;--raised:#20242a;--link:#8fb4ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:52rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
header{position:sticky;inset-block-start:0;background:var(--paper);border-block-end:1px solid var(--line);padding-block:.5rem;z-index:1}
h1{font-size:1.25rem;margin:0}h2{font-size:1.125rem}h3{font-size:1rem;border-block-end:1px solid var(--line)}
header p{margin:.25rem 0;color:var(--soft);font-size:.8125rem}
.find{display:flex;gap:.75rem;align-items:center;flex-wrap:wrap}
input{flex:1 1 12rem;font:inherit;padding:.375rem .625rem;color:inherit;background:var(--raised);border:1px solid var(--soft);border-radius:.375rem}
a{color:var(--link)}:focus-visible{outline:2px solid var(--link);outline-offset:2px}
nav ul{padding-inline-start:1.25rem;columns:14rem}
ol{list-style:none;padding:0}
li.message,li.event{content-visibility:auto;contain-intrinsic-size:auto 4rem;padding-block:.375rem;scroll-margin-block-start:9rem}
li:target{background:var(--raised)}
li.day{font-weight:600;margin-block:1rem .25rem;color:var(--soft)}
li.event,.note,time,i,.missing,figcaption,.file{color:var(--soft);font-size:.8125rem}
.text{margin:.125rem 0;white-space:pre-wrap}.note,.file,.reactions{margin:.125rem 0}
blockquote{margin:.125rem 0;padding-inline-start:.625rem;border-inline-start:3px solid var(--line);font-size:.875rem}
figure{margin:.375rem 0}img{max-width:min(100%,30rem);max-height:30rem;border-radius:.375rem}
.reactions span{background:var(--raised);border-radius:.75rem;padding:.125rem .5rem}
[hidden]{display:none!important}
`;

/** Its search: hides what does not hold all the words; some thousand rows at a time, so that typing goes on. */
export const pageScript = `
(()=>{
const field=document.getElementById('find'),found=document.getElementById('found'),body=document.body;
const fold=(text)=>text.replace(/[\\u0131\\u0130]/g,'i').toLowerCase().normalize('NFKD').replace(/\\p{M}/gu,'');
const rows=[...document.querySelectorAll('main li')],slice=4000;
let run=0;
const look=()=>{
const own=++run,words=fold(field.value).split(/\\s+/).filter(Boolean);
let at=0,count=0;
const step=()=>{
if(own!==run)return;
for(const end=Math.min(rows.length,at+slice);at<end;at+=1){
const row=rows[at];
if(words.length===0){row.hidden=false;continue}
const hit=row.className==='message'&&(()=>{const text=fold(row.textContent);return words.every((word)=>text.includes(word))})();
row.hidden=!hit;
if(hit)count+=1;
}
if(at<rows.length)setTimeout(step);
else found.textContent=words.length===0?'':count===0?body.dataset.none:body.dataset.found.replace('{{count}}',count);
};
step();
};
field.addEventListener('input',look);
addEventListener('keydown',(event)=>{if((event.ctrlKey||event.metaKey)&&event.key==='f'){event.preventDefault();field.focus();field.select()}});
if(field.value)look();
})();
`;
