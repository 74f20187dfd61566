// #region java
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/** Walks a registration from its opening to the certificate: java Walk.java URL TOKEN ID */
public class Walk {
  static final HttpClient client = HttpClient.newHttpClient();
  static String url, token, id;
  static int sent = 0;

  static String post(String path, String actor, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        // The same key when the same request is sent again: it is decided once.
        .header("Idempotency-Key", id + "-" + ++sent);
    if (actor != null) request.header("Baokao-Actor", actor);
    var response = client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    // A refusal is a 409 that names the rule, and says in Chinese and English what stands against the event.
    if (response.statusCode() >= 400) throw new IllegalStateException(response.body());
    return response.body();
  }

  static String field(String json, String name) {
    var found = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
    return found.find() ? found.group(1) : "";
  }

  static String send(String actor, String event) throws Exception {
    var answer = post("/registrations/" + id + "/events", actor, event);
    System.out.println(field(event, "type") + " -> " + field(answer, "state"));
    return answer;
  }

  static void clock(String now) throws Exception {
    post("/clock", null, "{\"now\":\"" + now + "\"}"); // only a demonstration has a clock to move
  }

  public static void main(String[] args) throws Exception {
    url = args[0];
    token = args[1];
    id = args[2];
    String candidate = "candidate:C-" + id, office = "office:O", bank = "gateway:B";
    clock("2024-04-08T09:30:00+08:00");
    post("/registrations", null, """
        {"registrationId":"%s","candidateId":"C-%s","exam":"social-worker","notice":"gd-2024-social-worker",
         "candidate":{"photo":true,"education":{"origin":"domestic","result":"passed"}}}""".formatted(id, id));
    send(candidate, """
        {"type":"application.save","application":
          {"level":"intermediate","subjects":["general","law","practice"],"place":"440100"}}""");
    send(candidate, "{\"type\":\"route.choose\",\"route\":\"commitment\"}");
    send(candidate, "{\"type\":\"application.confirm\"}");
    String signed = send(candidate, """
        {"type":"commitment.sign","statements":
          {"informed":true,"eligible":true,"truthful":true,"acceptsChecks":true}}""");
    send(bank, """
        {"type":"payment.settle","orderNo":"%s","transactionId":"T-%s","amountFen":%s,
         "paidAt":"2024-04-08T09:30:00+08:00"}""".formatted(field(signed, "orderNo"), id, field(signed, "amountFen")));
    clock("2024-06-12T09:00:00+08:00");
    send(candidate, "{\"type\":\"admitCard.print\"}");
    clock("2024-08-05T10:00:00+08:00");
    send(office, "{\"type\":\"marks.publish\",\"marks\":{\"general\":70,\"law\":72,\"practice\":68}}");
    clock("2024-08-12T09:00:00+08:00");
    send(office, "{\"type\":\"publicNotice.open\"}");
    send(candidate, "{\"type\":\"certificate.requestMail\",\"address\":\"1 Example Road, Guangzhou\"}");
    clock("2024-10-10T09:00:00+08:00");
    send(office, "{\"type\":\"certificate.issue\",\"certificateNo\":\"20244400001\"}");
    send(office, "{\"type\":\"certificate.dispatch\"}");
    send(office, "{\"type\":\"certificate.deliver\"}");
  }
}
// #endregion java
