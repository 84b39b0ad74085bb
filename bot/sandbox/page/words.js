// The page's own labels; what the bot says is the bot's affair.
const WORDS = {
  vi: {
    room: "Phòng tập", people: "Chọn người để vào vai", peopleHint: "Mỗi người một điện thoại riêng.", find: "Tìm tên, việc làm, đơn vị", nobody: "Không có ai như vậy.",
    openPeople: "Danh sách người", openBeside: "Mở bên cạnh", close: "Đóng", playing: "Đang vào vai",
    bot: "trợ lý", typing: "đang soạn…", start: "BẮT ĐẦU", restart: "MỞ LẠI", message: "Tin nhắn",
    caption: "Chú thích cho tệp", send: "Gửi", attach: "Đính kèm", photos: "Ảnh (nhiều ảnh thành album)",
    document: "Tài liệu, tệp gốc", voice: "Ghi âm (chọn tệp)", commands: "Lệnh", noCommands: "Trợ lý chưa đăng ký lệnh nào.",
    keyboard: "Bàn phím trả lời", edit: "Sửa tin nhắn", editing: "Đang sửa tin nhắn", cancel: "Thôi", edited: "đã sửa",
    copied: "Đã sao chép", protectedHint: "Tin được bảo vệ: không chuyển tiếp, không lưu được",
    silentHint: "Gửi không chuông", effectHint: "Gửi kèm hiệu ứng", block: "Chặn trợ lý", unblock: "Bỏ chặn trợ lý",
    blocked: "Đã chặn trợ lý", twice: "Gửi lặp tin kế tiếp", twiceDone: "Tin hoặc lần bấm kế tiếp sẽ tới trợ lý hai lần",
    more: "Thêm", latest: "Tới tin mới nhất", today: "Hôm nay", whatCan: "Trợ lý này làm được gì?",
    emptyChat: "Chưa có tin nhắn nào. Bấm nút bên dưới để chào trợ lý.", showMore: "Xem thêm", showLess: "Thu gọn",
    download: "Tải về", remove: "Bỏ tệp", drop: "Thả tệp vào đây để gửi", play: "Nghe", pause: "Dừng", photo: "Ảnh",
    video: "Video", album: "Album", file: "Tài liệu", audio: "Ghi âm", openPhoto: "Xem ảnh lớn",
    clock: "Đồng hồ tập", hour: "+1 giờ", day: "+1 ngày", next: "Tới lúc nhắc kế tiếp", setTime: "Đặt", when: "Ngày giờ muốn tới",
    ahead: "nhanh hơn {time}", onTime: "đúng giờ thật", pastTime: "Đồng hồ tập chỉ đi tới, không lùi lại.",
    nothingDue: "Hiện không có lời nhắc nào đang chờ.", moved: "Bây giờ là {time}",
    days: "{n} ngày", hours: "{n} giờ", minutes: "{n} phút",
    plug: "Rút phích", plugHint: "Ngắt điện trợ lý giữa chừng (SIGKILL); không mất gì cả",
    unplugged: "Mất điện… đang khởi động lại", starting: "Trợ lý đang khởi động…", running: "Đã có điện, trợ lý làm tiếp",
    crashed: "Trợ lý vừa dừng đột ngột (mã {code}), thử lại sau {n} giây", stopped: "Trợ lý đã dừng", details: "Xem chi tiết",
    lost: "Mất liên lạc với phòng tập. Chương trình còn chạy ở cửa sổ dòng lệnh không?", log: "Nhật ký gọi API",
    logHint: "Những lần trợ lý gọi máy chủ Telegram (tập), mới nhất ở trên.", noCalls: "Chưa có lần gọi nào.",
    language: "English", welcome: "Chào mừng tới phòng tập",
    guide: [
      "Chọn một người trong danh sách rồi nhắn với trợ lý như trên Telegram.",
      "Mở thêm người thứ hai bên cạnh để xem việc được chuyển tay: người gửi, người duyệt.",
      "Đẩy đồng hồ tới để thấy lời nhắc đến đúng hẹn.",
      "Rút phích lúc nào cũng được: có điện lại, cuộc trò chuyện đi tiếp đúng chỗ cũ.",
    ],
    fiction: "Người, đơn vị, số liệu ở đây đều hư cấu. Không có gì rời khỏi máy này.",
    second: "Mở thêm một người ở đây", keys: "Phím: Enter gửi · Shift+Enter xuống dòng · ↑ sửa tin cuối · Alt+số bấm nút · Esc đóng",
  },
  en: {
    room: "Practice room", people: "Choose whom to play", peopleHint: "Everyone has a phone of their own.", find: "Find a name, a role, a unit", nobody: "Nobody like that.",
    openPeople: "List of people", openBeside: "Open beside", close: "Close", playing: "Playing",
    bot: "assistant", typing: "typing…", start: "START", restart: "RESTART", message: "Message",
    caption: "Caption for the files", send: "Send", attach: "Attach", photos: "Photos (several make an album)",
    document: "Document, original file", voice: "Voice message (choose a file)", commands: "Commands", noCommands: "The assistant has registered no commands yet.",
    keyboard: "Reply keyboard", edit: "Edit message", editing: "Editing a message", cancel: "Cancel", edited: "edited",
    copied: "Copied", protectedHint: "Protected: cannot be forwarded or saved",
    silentHint: "Sent without sound", effectHint: "Sent with an effect", block: "Block the assistant", unblock: "Unblock the assistant",
    blocked: "The assistant is blocked", twice: "Deliver the next update twice", twiceDone: "The next message or press will reach the assistant twice",
    more: "More", latest: "To the latest message", today: "Today", whatCan: "What can this assistant do?",
    emptyChat: "No messages yet. Press the button below to say hello.", showMore: "Show more", showLess: "Show less",
    download: "Download", remove: "Remove the file", drop: "Drop files here to send them", play: "Play", pause: "Pause", photo: "Photo",
    video: "Video", album: "Album", file: "Document", audio: "Voice message", openPhoto: "Open the photo",
    clock: "Practice clock", hour: "+1 hour", day: "+1 day", next: "To the next reminder", setTime: "Set", when: "Date and time to go to",
    ahead: "{time} ahead", onTime: "real time", pastTime: "The practice clock only goes forward.",
    nothingDue: "No reminder is waiting just now.", moved: "It is now {time}",
    days: "{n} d", hours: "{n} h", minutes: "{n} min",
    plug: "Pull the plug", plugHint: "Kill the assistant in mid-sentence (SIGKILL); nothing is lost",
    unplugged: "Power cut… starting again", starting: "The assistant is starting…", running: "Power is back, the assistant goes on",
    crashed: "The assistant has stopped by itself (code {code}), trying again in {n} s", stopped: "The assistant has stopped", details: "Show details",
    lost: "The practice room does not answer. Is the program still running in its terminal?", log: "Log of API calls",
    logHint: "The assistant's calls to the (practice) Telegram server, newest first.", noCalls: "No calls yet.",
    language: "Tiếng Việt", welcome: "Welcome to the practice room",
    guide: [
      "Choose somebody from the list and chat with the assistant as in Telegram.",
      "Open a second person beside to watch work change hands: who sends, who decides.",
      "Move the clock forward to see reminders arrive in time.",
      "Pull the plug at any moment: when the power is back, the chat goes on where it was.",
    ],
    fiction: "People, places and figures here are fictional. Nothing leaves this machine.",
    second: "Open one more person here", keys: "Keys: Enter sends · Shift+Enter new line · ↑ edits the last message · Alt+digit presses a button · Esc closes",
  },
};

let language = localStorage.getItem("language") === "en" ? "en" : "vi";
document.documentElement.lang = language;

export function currentLanguage() {
  return language;
}

export function switchLanguage() {
  language = language === "vi" ? "en" : "vi";
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
}

export function t(key, values = {}) {
  const words = WORDS[language][key];
  if (typeof words !== "string") return words;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const ZONE = "Asia/Ho_Chi_Minh";

export function timeOf(seconds) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);
}

export function dateOf(seconds) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" }).format(seconds * 1000);
}

export function weekdayOf(seconds) {
  return new Intl.DateTimeFormat(language, { timeZone: ZONE, weekday: "short" }).format(seconds * 1000);
}

// The value of a datetime-local field, in Vietnam's time.
export function fieldTimeOf(seconds) {
  const [day, month, year] = dateOf(seconds).split("/");
  return `${year}-${month}-${day}T${timeOf(seconds)}`;
}

export function spanOf(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return [t("days", { n: days }), hours ? t("hours", { n: hours }) : ""].join(" ").trim();
  if (hours) return [t("hours", { n: hours }), minutes ? t("minutes", { n: minutes }) : ""].join(" ").trim();
  return t("minutes", { n: minutes });
}

export function sizeOf(bytes) {
  const number = (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${number(bytes / 1024)} KB` : `${number(bytes / (1 << 20))} MB`;
}

let todayGiver = () => dateOf(Date.now() / 1000);

// The practice clock says what "today" is; app.js hands it in.
export function setToday(giver) {
  todayGiver = giver;
}

export function practiceToday() {
  return todayGiver();
}
