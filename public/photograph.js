// Photographs: cameras give millions of pixels and a page shows a few thousand, so the browser makes the picture small before it is sent.
// Where it cannot, the file goes as it is, and the server says what it takes.
(() => {
  const side = 480;
  const smaller = async (file) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.min(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d');
    pen.fillStyle = 'white';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.86));
  };
  const shrink = async (field) => {
    const [file] = field.files;
    if (!file) return;
    const made = await smaller(file).catch(() => null);
    if (!made || made.size >= file.size) return;
    const sent = new DataTransfer();
    sent.items.add(new File([made], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' }));
    field.files = sent.files;
  };

  for (const field of document.querySelectorAll('input[data-photograph]')) {
    let work = Promise.resolve();
    let ready = true;
    field.addEventListener('change', () => {
      ready = false;
      work = shrink(field).finally(() => {
        ready = true;
      });
    });
    field.form.addEventListener(
      'submit',
      (event) => {
        if (ready) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        work.then(() => field.form.requestSubmit());
      },
      true,
    );
  }
})();
