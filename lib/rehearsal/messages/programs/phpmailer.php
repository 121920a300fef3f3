<?php
// Sends cases by PHPMailer (SMTP), and by PHP's mail() through sendmail. Its input is one JSON object.
use PHPMailer\PHPMailer\PHPMailer;

require '/usr/share/php/libphp-phpmailer/autoload.php';

function mailer(array $job, array $case): PHPMailer
{
    $mail = new PHPMailer(true);
    $mail->isSMTP();
    $mail->Host = $job['host'];
    $mail->Port = $job['port'];
    $mail->SMTPSecure = PHPMailer::ENCRYPTION_SMTPS;
    $mail->SMTPAuth = true;
    $mail->Username = $job['login'];
    $mail->Password = $job['password'];
    $mail->CharSet = 'UTF-8';
    $mail->setFrom($case['from'], 'Büro');
    foreach ($case['to'] as $to) {
        $mail->addAddress($to);
    }
    $mail->Subject = "Case {$case['id']}: Größe 切手";
    return $mail;
}

function phpmailer(array $job, array $case): string
{
    $mail = mailer($job, $case);
    if ($case['how'] === 'html') {
        $mail->msgHTML('<p>' . str_repeat('<b>Größe</b>', 400) . '</p>');
    } elseif ($case['how'] === 'base64') {
        $mail->Encoding = 'base64';
        $mail->Body = str_repeat("切手を貼る\n", 100);
    } elseif ($case['how'] === 'attached') {
        $mail->Body = "See the file.\n";
        $mail->addStringAttachment(random_bytes(3000), 'Größe.bin');
    } elseif ($case['how'] === 'unsubscribe') {
        $mail->Body = "News.\n";
        $mail->addCustomHeader('List-Unsubscribe', '<https://app.example.com/u/3>');
        $mail->addCustomHeader('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click');
    } else {
        $mail->Body = "Grüße\n" . str_repeat('word ', 300) . "\n";
    }
    $mail->send();
    return 'sent';
}

function php(array $case): string
{
    $to = implode(', ', $case['to']);
    $subject = "Case {$case['id']}";
    $headers = match ($case['how']) {
        'none' => '',
        'own-to' => "From: {$case['from']}\r\nTo: {$to}",
        'html' => "From: {$case['from']}\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8",
    };
    $body = $case['how'] === 'html' ? '<p>' . str_repeat('<b>Größe</b>', 300) . '</p>' : "Hello.\nIt works.\n";
    return mail($to, $subject, $body, $headers) ? 'sent' : 'mail() answered false';
}

$job = json_decode(stream_get_contents(STDIN), true);
foreach ($job['cases'] as $case) {
    try {
        $said = $case['client'] === 'php' ? php($case) : phpmailer($job, $case);
    } catch (Exception $error) {
        $said = $error->getMessage();
    }
    echo json_encode(['id' => $case['id'], 'said' => substr($said, 0, 500)], JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
