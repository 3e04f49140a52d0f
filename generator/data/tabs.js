// The one connection of all tabs to the preview: what it tells is passed on to each.
const tabs = new Set();
let last = "";
const source = new EventSource("/-/live");
source.addEventListener("message", (event) => {
  last = event.data;
  for (const tab of tabs) tab.postMessage(last);
});
addEventListener("connect", ({ ports: [tab] }) => {
  tabs.add(tab);
  tab.addEventListener("message", () => { if (last) tab.postMessage(last); });
  tab.start();
  if (last) tab.postMessage(last);
});
