(() => {
  "use strict";
  /* an address that names a row leads to the volume which has it */
  const links = [...document.querySelectorAll("[data-anchors]")];
  function arrive() {
    const name = decodeURIComponent(location.hash.slice(1));
    const volume = name && links.find(link => ` ${link.dataset.anchors} `.includes(` ${name} `));
    if (volume) location.replace(`${volume.href}#${encodeURIComponent(name)}`);
  }
  arrive();
  window.addEventListener("hashchange", arrive);
})();
