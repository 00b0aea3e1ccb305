// Passkeys: a form marked data-passkey asks for a challenge, lets the device answer it and is then sent like any other form.
(() => {
  if (!window.PublicKeyCredential) return;
  const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  const textOf = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  const named = (credentials = []) => credentials.map((one) => ({ ...one, id: bytesOf(one.id) }));

  const make = async (options) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        user: { ...options.user, id: bytesOf(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      },
    });
    return {
      attestationObject: textOf(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
      ...common(made),
    };
  };
  const use = async (options) => {
    const found = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytesOf(options.challenge), allowCredentials: named(options.allowCredentials) },
    });
    const { authenticatorData, signature, userHandle } = found.response;
    return {
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle ? { userHandle: textOf(userHandle) } : {}),
      ...common(found),
    };
  };
  const common = (credential) => ({ id: credential.id, clientDataJSON: textOf(credential.response.clientDataJSON) });

  const answer = async (form) => {
    const asked = await fetch(form.dataset.challenge, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{}',
    });
    if (!asked.ok) throw new Error(`The challenge was refused with ${asked.status}.`);
    const options = await asked.json();
    form.elements.credential.value = JSON.stringify(await (form.dataset.passkey === 'add' ? make(options) : use(options)));
    form.submit();
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    for (const without of document.querySelectorAll('[data-without-passkeys]')) without.hidden = true;
    const problem = form.querySelector('[data-problem]');
    let asking = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (asking) return;
      asking = true;
      problem.hidden = true;
      answer(form)
        .catch(() => {
          problem.hidden = false;
        })
        .finally(() => {
          asking = false;
        });
    });
  }
})();
