// Remembered choices, before the first paint: colours, 双语, and at the site's own front page the
// language, unless the reader comes from inside the site. The same bytes stand in every page.
(function (r) {
  try {
    var s = localStorage, v;
    if ((v = s.getItem("jianbao-colours"))) r.dataset.theme = v;
    if (s.getItem("jianbao-both")) r.dataset.both = "";
    if (r.dataset.page == "front" && (v = s.getItem("jianbao-lang")) && document.referrer.indexOf(new URL(".", location)))
      location.replace(v + "/");
  } catch (e) {}
})(document.documentElement);
